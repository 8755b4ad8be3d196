using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Compilation;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>Has the server run a compiled chain over documents.</summary>
/// <param name="database">The database.</param>
/// <param name="pass">The pass.</param>
/// <param name="reshape">The chain.</param>
/// <param name="sets">The pass's sets of kept values.</param>
/// <param name="marks">What takes the place of transactions; null where there are some.</param>
internal sealed class ServerPass(MongoDatabase database, ReshapePass pass, MongoReshape reshape, PassSets sets, PassMarks? marks)
{
    /// <summary>How many kept values are written at a time.</summary>
    private const int MostRows = 1000;

    private readonly ShadowStore _shadow = new(database, pass.Operations[0].Step.Store);

    /// <summary>The documents that only the in-process executor can judge, besides those of which the opposite direction kept something.</summary>
    public JObject Left => reshape.LeftFilter;

    /// <summary>Keeps what the operations take away, and changes the documents.</summary>
    /// <param name="chunk">The documents, as a filter.</param>
    /// <param name="without">Those among them that are left as they are, because they are in quarantine.</param>
    /// <param name="restored">Those among them that the in-process executor does, because something of them may be restored.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ServerChunk> RunAsync(JObject chunk, IReadOnlyCollection<MongoId> without, IReadOnlyCollection<MongoId> restored, CancellationToken cancellationToken)
    {
        var open = IdRange.And(chunk, marks?.NotDone ?? []);
        var own = restored.Count + without.Count == 0
            ? open
            : IdRange.And(open, Bodies.Of(("_id", Bodies.Of(("$nin", new JArray(restored.Concat(without).Select(static id => id.Raw)))))));
        var left = restored.Where(id => !without.Contains(id)).Select(static id => id.Key).ToList();
        await foreach (var document in database.StreamAsync(
            Bodies.Of(("find", pass.Collection), ("filter", IdRange.And(own, reshape.LeftFilter)), ("projection", Bodies.Of(("_id", 1)))), null, cancellationToken))
        {
            left.Add(MongoId.Of(document).Key);
        }

        var shadowed = new long[pass.Operations.Count];
        if (marks is not null)
        {
            return new ServerChunk(await MarkAsync(chunk, own, shadowed, cancellationToken), shadowed, left);
        }

        if (reshape.Keeps.Count > 0)
        {
            await KeepAsync(own, shadowed, cancellationToken);
        }

        var update = Bodies.Of(("q", IdRange.And(own, reshape.Filter)), ("u", reshape.Update), ("multi", true));
        var reply = await database.RunAsync(
            database.Command(Bodies.Of(("update", pass.Collection), ("updates", new JArray(update))), CommandKind.Write), cancellationToken);
        return new ServerChunk(reply["nModified"]?.AsInt64 ?? 0, shadowed, left);
    }

    /// <summary>Without transactions what is kept goes along in the documents, and is carried over then.</summary>
    private async Task<long> MarkAsync(JObject chunk, JObject own, long[] shadowed, CancellationToken cancellationToken)
    {
        await marks!.NoteAsync(cancellationToken);
        var fills = reshape.Keeps.Count > 0 ? await sets.FillsAsync(cancellationToken) : [];
        var update = Bodies.Of(("q", IdRange.And(own, reshape.Filter)), ("u", marks.Update(reshape, fills)), ("multi", true));
        var reply = await database.RunAsync(database.Command(Bodies.Of(("update", pass.Collection), ("updates", new JArray(update))), CommandKind.Write), cancellationToken);
        var carried = reshape.Keeps.Count > 0 ? await marks.CarryOverAsync(chunk, cancellationToken) : [];
        foreach (var (operation, set) in fills.Index())
        {
            shadowed[operation] = carried.GetValueOrDefault(set);
        }

        return reply["nModified"]?.AsInt64 ?? 0;
    }

    /// <summary>No transaction writes from one collection into another by itself (<c>$merge</c>): what is kept comes here and goes back.</summary>
    private async Task KeepAsync(JObject own, long[] shadowed, CancellationToken cancellationToken)
    {
        var fills = await sets.FillsAsync(cancellationToken);
        var fields = Bodies.Of(("_id", 1));
        foreach (var (i, keep) in reshape.Keeps.Index())
        {
            fields.Add(Field('w', i), keep.When);
            fields.Add(Field('t', i), Mql.If(keep.When, keep.Taken, Mql.Nothing));
            fields.Add(Field('u', i), keep.Put is null ? Mql.Nothing : Mql.If(keep.When, keep.Put, Mql.Nothing));
        }

        var any = Bodies.Of(("$expr", Mql.And(reshape.Guard, Mql.Or(reshape.Keeps.Select(static keep => keep.When)))));
        var rows = new List<RawDocument>();
        await foreach (var document in database.StreamAsync(
            Bodies.Of(
                ("aggregate", pass.Collection),
                ("pipeline", new JArray(Bodies.Of(("$match", IdRange.And(own, any))), Bodies.Of(("$project", fields)))),
                ("cursor", new JObject())),
            null,
            cancellationToken))
        {
            var id = MongoId.Of(document);
            foreach (var (i, keep) in reshape.Keeps.Index())
            {
                if (document[Field('w', i)]?.AsBoolean != true)
                {
                    continue;
                }

                var (taken, put) = (document[Field('t', i)], document[Field('u', i)]);
                shadowed[keep.Operation] += taken is null && put is null ? 0 : 1;
                rows.Add(ShadowStore.Row(fills[keep.Operation], id, DocumentPath.Of([.. keep.Path]), taken, put));
            }

            if (rows.Count >= MostRows)
            {
                await _shadow.SaveAsync(rows, cancellationToken);
                rows = [];
            }
        }

        await _shadow.SaveAsync(rows, cancellationToken);
    }

    private static string Field(char kind, int keep) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}{keep}");
}
