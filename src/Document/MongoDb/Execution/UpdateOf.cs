using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Compilation;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Passes;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>
/// The update of one document that was changed in process: of the top-level fields that differ. It is sent in the transaction in which the document was read: the server ends that when
/// somebody else has changed the document since. Without transactions the update compares.
/// </summary>
internal static class UpdateOf
{
    /// <summary>A statement may be as large as a document (https://www.mongodb.com/docs/manual/reference/limits/), and has the document as it was and what it becomes. Of a larger one size and fields count.</summary>
    private const int MostCompared = 4 * 1024 * 1024;

    /// <summary>The statement of an <c>update</c> command.</summary>
    /// <param name="stored">The document as it was read.</param>
    /// <param name="change">How it changes.</param>
    /// <param name="mark">
    /// The mark that it gets where no transaction finds out who else changes it: then it is written only if it is still what was read. Null, the default, where one does.
    /// </param>
    public static RawDocument Statement(PassDocument stored, DocumentChange change, ChangedField? mark = null)
    {
        var (id, content) = ((MongoId)stored.Id, (MongoContent)stored.Content);
        var which = Bodies.Of(("_id", id.Raw));
        if (mark is not null)
        {
            which.Add("$expr", Same(content.Raw, change));
        }

        IReadOnlyList<ChangedField> set = mark is null ? change.Set : [.. change.Set, mark];
        return BsonWriter.ToRaw(Bodies.Of(
            ("q", which),
            ("u", change.Order is { } order ? InOrder(content, set, mark is null ? order : [.. order, mark.Name])
                : set.Select(static field => field.Name).Concat(change.Removed).All(IsPlain) ? Operators(set, change.Removed) : Pipeline(set, change.Removed))));
    }

    private static JToken Same(RawDocument read, DocumentChange change) => read.Bytes.Length <= MostCompared
        ? Bodies.Of(("$eq", new JArray("$$ROOT", Bodies.Literal(new JRaw(read)))))
        : Mql.And([
            Mql.Equal(Mql.Call("$bsonSize", new JValue("$$ROOT")), new JValue((object)read.Bytes.Length)),
            .. change.Set.Select(static field => field.Name).Concat(change.Removed).Select(name => Mql.Equal(
                Mql.Call("$ifNull", Mql.Field("$$ROOT", name), new JValue("")), Bodies.Literal(read[name] is { Type: not BsonType.Null } was ? new JRaw(was) : new JValue("")))),
        ]);

    /// <summary>The whole document: new fields of an update come last. What does not differ goes back byte for byte. The server puts <c>_id</c> first, whatever the order.</summary>
    private static JArray InOrder(MongoContent stored, IReadOnlyList<ChangedField> set, IReadOnlyList<string> order)
    {
        var values = stored.Raw.Elements().ToDictionary(static field => field.Key, static field => (JToken)new JRaw(field.Value), StringComparer.Ordinal);
        foreach (var field in set)
        {
            values[field.Name] = field.Value;
        }

        return [Bodies.Of(("$replaceWith", Bodies.Literal(new JObject(order.Select(name => new JProperty(name, values[name]))))))];
    }

    private static JObject Operators(IReadOnlyList<ChangedField> set, IReadOnlyList<string> removed)
    {
        var update = new JObject();
        if (set.Count > 0)
        {
            update.Add("$set", new JObject(set.Select(static field => new JProperty(field.Name, field.Value))));
        }

        if (removed.Count > 0)
        {
            update.Add("$unset", new JObject(removed.Select(static name => new JProperty(name, ""))));
        }

        return update;
    }

    /// <summary>Names that operators would read as a path, or as an operator (https://www.mongodb.com/docs/manual/core/dot-dollar-considerations/).</summary>
    private static JArray Pipeline(IReadOnlyList<ChangedField> set, IReadOnlyList<string> removed)
    {
        JToken document = "$$ROOT";
        foreach (var name in removed)
        {
            document = Bodies.Of(("$unsetField", Bodies.Of(("field", Bodies.Literal(name)), ("input", document))));
        }

        foreach (var field in set)
        {
            document = Bodies.Of(("$setField", Bodies.Of(("field", Bodies.Literal(field.Name)), ("input", document), ("value", Bodies.Literal(field.Value)))));
        }

        return [Bodies.Of(("$replaceWith", document))];
    }

    private static bool IsPlain(string name) => name.Length > 0 && name[0] != '$' && !name.Contains('.', StringComparison.Ordinal);
}
