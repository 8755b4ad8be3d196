using DocMigrate.Document.MongoDb.Compilation;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Compilation;

/// <summary>A chain as MongoDB does it, and documents that it is held against the in-process executor on.</summary>
internal sealed class CompiledCase
{
    private readonly ReshapePipeline _pipeline;

    private CompiledCase(string name, IReadOnlyList<ReshapeOperation> operations, MongoReshape reshape, IReadOnlyList<JObject> documents)
    {
        (Name, Operations, Reshape, Documents) = (name, operations, reshape, documents);
        _pipeline = new ReshapePipeline(operations);
    }

    public string Name { get; }

    public IReadOnlyList<ReshapeOperation> Operations { get; }

    public MongoReshape Reshape { get; }

    /// <summary>As BSON gives them back, with ids that no other case has.</summary>
    public IReadOnlyList<JObject> Documents { get; }

    /// <summary>How many documents the server did.</summary>
    public int Done { get; private set; }

    /// <summary>Null when the chain does not compile.</summary>
    public static CompiledCase? Of(string name, IReadOnlyList<ReshapeOperation> operations, IEnumerable<JObject> documents, int maxWireVersion = 21) =>
        ReshapeCompiler.Compile(operations, maxWireVersion) is { } reshape
            ? new CompiledCase(name, operations, reshape, [.. documents.Select((document, place) => Stored(document, $"{name}/{place}")).OfType<JObject>()])
            : null;

    /// <summary>What the server says of each document before the update, as one aggregation.</summary>
    public JArray Look()
    {
        var keeps = Reshape.Keeps.Select(keep => new JObject(
            new JProperty("when", keep.When), new JProperty("taken", Mql.If(keep.When, keep.Taken, Mql.Nothing)), new JProperty("put", Mql.If(keep.When, keep.Put ?? Mql.Nothing, Mql.Nothing))));
        return
        [
            new JObject(new JProperty("$match", Own)),
            new JObject(new JProperty("$project", new JObject(
                new JProperty("needs", Mql.Call("$and", Reshape.Needs)),
                new JProperty("guard", Mql.Call("$and", Reshape.Guard)),
                new JProperty("keeps", Mql.If(Mql.And(Reshape.Needs, Reshape.Guard), new JArray(keeps), Mql.Null))))),
        ];
    }

    /// <summary>The update, as a statement of the command.</summary>
    /// <param name="byOperators">Whether by operators, where they suffice.</param>
    public JObject Update(bool byOperators) => new(
        new JProperty("q", new JObject(Own.Properties().Concat(Reshape.Filter.Properties()))),
        new JProperty("u", byOperators ? Reshape.Update : Reshape.Pipeline),
        new JProperty("multi", new JValue(true)),
        new JProperty("collation", new JObject(new JProperty("locale", "simple"))));

    /// <summary>What is wrong; null when all is well.</summary>
    /// <param name="looks">What <see cref="Look"/> gave, by id.</param>
    /// <param name="after">The documents after the update, by id.</param>
    public string? Failure(IReadOnlyDictionary<string, JObject> looks, IReadOnlyDictionary<string, JObject> after)
    {
        foreach (var document in Documents)
        {
            var id = (string)document["_id"]!;
            if (Difference(document, looks[id], after[id]) is { } difference)
            {
                return $"{Name}: {difference}\nbefore   {DocumentWriter.Write(document)}\nserver   {DocumentWriter.Write(after[id])}\nlook     {DocumentWriter.Write(looks[id])}"
                    + $"\nprocess  {DocumentWriter.Write(_pipeline.Apply(document).Document)}\nchain    {string.Join("; ", Operations.Select(static operation => operation.ToString()))}"
                    + $"\nguard    {DocumentWriter.Write(Reshape.Guard)}\nupdate   {DocumentWriter.Write(Reshape.Update)}";
            }
        }

        return null;
    }

    private JObject Own => new(new JProperty("_id", new JObject(new JProperty("$in", new JArray(Documents.Select(static document => document["_id"]))))));

    private string? Difference(JObject document, JObject look, JObject after)
    {
        var outcome = _pipeline.Apply(document);
        var (needs, guard) = ((bool)look["needs"]!, (bool)look["guard"]!);
        if (!needs || !guard)
        {
            return !DocumentEquality.AnyOrder.Same(document, after) ? "the server changed a document that it leaves alone"
                : needs ? null
                : outcome.Changed ? "it is said to need nothing, and is changed in process"
                : outcome.Misfit is not null || outcome.Left is not null ? "it is said to need nothing, and does not fit"
                : outcome.Kept.Any(static kept => kept.Count > 0) ? "it is said to need nothing, and something is kept of it"
                : null;
        }

        Done++;
        return outcome.Misfit is not null || outcome.Left is not null ? $"it does not fit: {(outcome.Misfit ?? outcome.Left![0]).Reason}"
            : !DocumentEquality.AnyOrder.Same(Stored(outcome.Document, (string)document["_id"]!), after) ? "the documents differ"
            : DifferenceOfKept(outcome, (JArray)look["keeps"]!);
    }

    private string? DifferenceOfKept(ReshapeOutcome outcome, JArray looks)
    {
        for (var i = 0; i < Operations.Count; i++)
        {
            var expected = outcome.Kept[i].Select(static kept => kept with { Taken = kept.Taken is null ? null : Held(kept.Taken) });
            var actual = Reshape.Keeps.Zip(looks)
                .Where(pair => pair.First.Operation == i && (bool)pair.Second["when"]!)
                .Select(static pair => new KeptValue(DocumentPath.Of(pair.First.Path.AsSpan()), pair.Second["taken"], pair.Second["put"] is { } put ? DocumentHash.Of(put) : null));
            if (!expected.ToHashSet().SetEquals(actual))
            {
                return $"of operation {i} in process is kept {string.Join(", ", outcome.Kept[i])}, and by the server {string.Join(", ", actual)}";
            }
        }

        return null;
    }

    /// <summary>The document as BSON gives it back; null when BSON can't hold it.</summary>
    private static JObject? Stored(JObject document, string id)
    {
        var copy = (JObject)document.DeepClone();
        copy.Remove("_id");
        copy.AddFirst(new JProperty("_id", id));
        return Mql.CanHold(copy) ? BsonReader.Read(BsonWriter.Write(copy)) : null;
    }

    private static JToken Held(JToken value) => BsonReader.Read(BsonWriter.Write(new JObject(new JProperty("v", value))))["v"]!;
}
