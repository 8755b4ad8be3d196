using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Passes;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>
/// The update of one document that was changed in process: of the top-level fields that differ. It is sent in the transaction in which the document was read: the server ends that when
/// somebody else has changed the document since.
/// </summary>
internal static class UpdateOf
{
    /// <summary>The statement of an <c>update</c> command.</summary>
    /// <param name="id">The document.</param>
    /// <param name="change">How it changes.</param>
    public static RawDocument Statement(MongoId id, DocumentChange change) => BsonWriter.ToRaw(Bodies.Of(
        ("q", Bodies.Of(("_id", id.Raw))),
        ("u", change.Set.Select(static field => field.Name).Concat(change.Removed).All(IsPlain) ? Operators(change) : Pipeline(change))));

    private static JObject Operators(DocumentChange change)
    {
        var update = new JObject();
        if (change.Set.Count > 0)
        {
            update.Add("$set", new JObject(change.Set.Select(static field => new JProperty(field.Name, field.Value))));
        }

        if (change.Removed.Count > 0)
        {
            update.Add("$unset", new JObject(change.Removed.Select(static name => new JProperty(name, ""))));
        }

        return update;
    }

    /// <summary>Names that operators would read as a path, or as an operator (https://www.mongodb.com/docs/manual/core/dot-dollar-considerations/).</summary>
    private static JArray Pipeline(DocumentChange change)
    {
        JToken document = "$$ROOT";
        foreach (var name in change.Removed)
        {
            document = Bodies.Of(("$unsetField", Bodies.Of(("field", Bodies.Literal(name)), ("input", document))));
        }

        foreach (var field in change.Set)
        {
            document = Bodies.Of(("$setField", Bodies.Of(("field", Bodies.Literal(field.Name)), ("input", document), ("value", Bodies.Literal(field.Value)))));
        }

        return [Bodies.Of(("$replaceWith", document))];
    }

    private static bool IsPlain(string name) => name.Length > 0 && name[0] != '$' && !name.Contains('.', StringComparison.Ordinal);
}
