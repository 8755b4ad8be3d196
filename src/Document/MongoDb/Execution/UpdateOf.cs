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
    /// <param name="stored">The document as it was read.</param>
    /// <param name="change">How it changes.</param>
    public static RawDocument Statement(PassDocument stored, DocumentChange change) => BsonWriter.ToRaw(Bodies.Of(
        ("q", Bodies.Of(("_id", ((MongoId)stored.Id).Raw))),
        ("u", change.Order is { } order ? InOrder((MongoContent)stored.Content, change, order)
            : change.Set.Select(static field => field.Name).Concat(change.Removed).All(IsPlain) ? Operators(change) : Pipeline(change))));

    /// <summary>The whole document: new fields of an update come last. What does not differ goes back byte for byte. The server puts <c>_id</c> first, whatever the order.</summary>
    private static JArray InOrder(MongoContent stored, DocumentChange change, IReadOnlyList<string> order)
    {
        var values = stored.Raw.Elements().ToDictionary(static field => field.Key, static field => (JToken)new JRaw(field.Value), StringComparer.Ordinal);
        foreach (var field in change.Set)
        {
            values[field.Name] = field.Value;
        }

        return [Bodies.Of(("$replaceWith", Bodies.Literal(new JObject(order.Select(name => new JProperty(name, values[name]))))))];
    }

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
