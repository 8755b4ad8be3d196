using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Compilation;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>
/// What takes the place of transactions: a field that the very update which reshapes a document puts into it, until the pass is done. It says which passes have done the document, so that
/// none does it twice, and carries what they took from it, until that lies where it is kept.
/// </summary>
/// <remarks>
/// In the field, <c>d</c> has the sets of kept values (<see cref="ShadowStore"/>) of the first operations of those that have done it, by migration and direction; <c>k</c> the values, with
/// their sets and paths; <c>r</c> the sets and paths of values that were given back; <c>w</c> which write it was. To carry values over is done as often as one likes: so a run that was cut
/// off anywhere leaves nothing that the next one can't end. That there are marks is noted with the sets, so that they are looked for by the next run and by none that needs not.
/// </remarks>
internal sealed class PassMarks
{
    private const string Noted = "marks";
    private const string Done = "d";
    private const string Values = "k";
    private const string Released = "r";
    private const string Write = "w";

    /// <summary>How many documents, and how many bytes of their marks, are held at a time.</summary>
    private const int PageDocuments = 1000;
    private const int PageBytes = 4_000_000;

    private readonly MongoDatabase _database;
    private readonly ShadowStore _shadow;
    private readonly ReshapePass _pass;
    private readonly IReadOnlyList<MigrationId> _migrations;
    private readonly RawDocument?[] _sets;
    private readonly JArray _opposite;
    private MongoId? _cleared;

    private PassMarks(MongoDatabase database, ShadowStore shadow, ReshapePass pass, RawDocument?[] own, RawDocument?[] opposite)
    {
        (_database, _shadow, _pass, _migrations) = (database, shadow, pass, [.. pass.Migrations]);
        (_sets, _opposite) = (own, Numbers(opposite));
        Field = database.CollectionOf("pass");
    }

    /// <summary>The field of documents.</summary>
    public string Field { get; }

    /// <summary>A filter for the documents that this pass has not done.</summary>
    public JObject NotDone => IsNoted(_sets[0]) ? Bodies.Of((In(Done), Bodies.Of(("$ne", Numbers(_sets)[0])))) : [];

    private JArray Own => Numbers(_sets);

    /// <summary>Finds what there is. Where an earlier run was cut off, ends what it had to carry over.</summary>
    /// <param name="database">The database.</param>
    /// <param name="shadow">Where values are kept.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="writes">Whether the pass is to write; else documents are only looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where transactions do all that, and always did.</returns>
    public static async Task<PassMarks?> OpenAsync(MongoDatabase database, ShadowStore shadow, ReshapePass pass, bool writes, CancellationToken cancellationToken)
    {
        var (own, opposite) = (new List<RawDocument?>(), new List<RawDocument?>());
        foreach (var migration in pass.Migrations)
        {
            own.Add(await shadow.ReadSetAsync(migration, pass.First(migration), pass.Direction, cancellationToken));
            opposite.Add(await shadow.ReadSetAsync(migration, pass.First(migration), pass.Opposite, cancellationToken));
        }

        var noted = own.Concat(opposite).Any(IsNoted);
        var transactions = await database.HasTransactionsAsync(cancellationToken);
        if (!noted && transactions)
        {
            return null;
        }

        var marks = new PassMarks(database, shadow, pass, [.. own], [.. opposite]);
        if (writes && noted)
        {
            await marks.CarryOverAsync([], cancellationToken);
        }

        if (writes && transactions)
        {
            // The server has become a replica set since: what is noted is noted before its transaction has documents.
            await marks.NoteAsync(cancellationToken);
        }

        return marks;
    }

    /// <summary>Notes that there will be marks: before the first.</summary>
    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        foreach (var (i, migration) in _migrations.Index().Where(item => !IsNoted(_sets[item.Index])))
        {
            await _database.DefineAsync(await _shadow.BeginAsync(migration, _pass.First(migration), _pass.Direction, Noted, cancellationToken), cancellationToken);
            _sets[i] = await _shadow.ReadSetAsync(migration, _pass.First(migration), _pass.Direction, cancellationToken);
        }
    }

    /// <summary>The update of a compiled chain, which marks documents and has them carry what is taken.</summary>
    /// <param name="reshape">The chain.</param>
    /// <param name="fills">The set that each operation fills.</param>
    public JArray Update(MongoReshape reshape, IReadOnlyList<int> fills)
    {
        var present = Mql.Field(Mql.Field("$$ROOT", Field), Done);
        var done = Mql.Call("$setUnion", Mql.Call("$setDifference", Mql.Call("$ifNull", present, new JArray()), Bodies.Literal(_opposite)), Bodies.Literal(Own));
        var mark = Bodies.Of((Done, done));
        if (reshape.Keeps.Count > 0)
        {
            mark.Add(Values, Mql.Call("$concatArrays", [.. reshape.Keeps.Select(keep => Mql.If(
                keep.When,
                new JArray(Bodies.Of(
                    ("s", Bodies.Literal(Number(fills[keep.Operation]))), ("p", Bodies.Literal(ShadowStore.Path(DocumentPath.Of([.. keep.Path])))), ("t", keep.Taken), ("u", keep.Put ?? Mql.Nothing))),
                new JArray()))]));
        }

        return [Bodies.Of(("$set", Bodies.Of((Field, Bodies.Of(("$mergeObjects", new JArray(mark))))))), .. reshape.Pipeline.Select(static stage => stage.DeepClone())];
    }

    /// <summary>The mark of a document that is changed in process.</summary>
    /// <param name="document">The document as it was read.</param>
    /// <param name="values">What is kept of it.</param>
    /// <param name="released">What was given back to it.</param>
    /// <param name="write">Which write it is.</param>
    public ChangedField Of(RawDocument document, IEnumerable<(int Set, KeptValue Value)> values, IEnumerable<(int Set, DocumentPath Path)> released, string write)
    {
        var present = document[Field]?.AsDocument?[Done]?.AsArray?.Select(static set => set.AsInt32!.Value) ?? [];
        var mark = Bodies.Of((Done, Numbers(present.Except(_opposite.Select(static set => (int)set)).Union(Own.Select(static set => (int)set)))), (Write, write));
        var kept = new JArray(values.Select(static item =>
        {
            var row = Bodies.Of(("s", Number(item.Set)), ("p", ShadowStore.Path(item.Value.Path)));
            row.Add(ShadowStore.Content(item.Value).Properties());
            return row;
        }));
        var back = new JArray(released.Select(static item => Bodies.Of(("s", Number(item.Set)), ("p", ShadowStore.Path(item.Path)))));
        if (kept.Count > 0)
        {
            mark.Add(Values, kept);
        }

        if (back.Count > 0)
        {
            mark.Add(Released, back);
        }

        return new ChangedField(Field, mark);
    }

    /// <summary>Which of these documents a write has reached.</summary>
    public async Task<HashSet<MongoId>> WrittenAsync(IEnumerable<MongoId> documents, string write, CancellationToken cancellationToken)
    {
        var written = new HashSet<MongoId>();
        await foreach (var document in _database.StreamAsync(
            Bodies.Of(("find", _pass.Collection), ("filter", IdRange.And(IdRange.Among(documents), Bodies.Of((In(Write), write)))), ("projection", Bodies.Of(("_id", 1)))), null, cancellationToken))
        {
            written.Add(MongoId.Of(document));
        }

        return written;
    }

    /// <summary>Puts the values that documents carry where they are kept, and takes them from the documents.</summary>
    /// <param name="chunk">Which documents.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many values there were, without marks, by their set.</returns>
    public async Task<Dictionary<int, long>> CarryOverAsync(JObject chunk, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<int, long>();
        var (ids, kept, released, bytes) = (new List<MongoId>(), new List<RawDocument>(), new List<RawDocument>(), 0L);
        var carries = Bodies.Of(("$or", new JArray(Exists(In(Values)), Exists(In(Released)))));
        await foreach (var document in _database.StreamAsync(
            Bodies.Of(("find", _pass.Collection), ("filter", IdRange.And(chunk, carries)), ("projection", Bodies.Of((Field, 1)))), null, cancellationToken))
        {
            var (id, mark) = (MongoId.Of(document), document[Field]!.AsDocument!);
            ids.Add(id);
            bytes += document.Bytes.Length;
            foreach (var value in mark[Values]?.AsArray?.Select(static item => item.AsDocument!) ?? [])
            {
                kept.Add(ShadowStore.Row(id, value));
                var set = value["s"]!.AsInt32!.Value;
                counts[set] = counts.GetValueOrDefault(set) + (value["t"] is null && value["u"] is null ? 0 : 1);
            }

            released.AddRange((mark[Released]?.AsArray ?? []).Select(item => ShadowStore.ReleasedRow(id, item.AsDocument!)));
            if (ids.Count >= PageDocuments || bytes >= PageBytes)
            {
                await SettleAsync();
            }
        }

        await SettleAsync();
        return counts;

        async Task SettleAsync()
        {
            await _shadow.SaveAsync(kept, cancellationToken);
            await _shadow.SaveAsync(released, cancellationToken);
            await UnloadAsync(ids, cancellationToken);
            (ids, kept, released, bytes) = ([], [], [], 0);
        }
    }

    /// <summary>Takes from documents what they carry: it lies where it is kept.</summary>
    public async Task UnloadAsync(IReadOnlyCollection<MongoId> documents, CancellationToken cancellationToken)
    {
        if (documents.Count > 0)
        {
            await UpdateAsync(IdRange.Among(documents), Bodies.Of(("$unset", Bodies.Of((In(Values), ""), (In(Released), ""), (In(Write), "")))), cancellationToken);
        }
    }

    /// <summary>The documents outside a range that the opposite direction had done, and this one has not.</summary>
    public async Task<IReadOnlyList<DocumentKey>> BeyondAsync(PassRange range, CancellationToken cancellationToken)
    {
        var keys = new List<DocumentKey>();
        if (_opposite.Count == 0)
        {
            return keys;
        }

        var outside = range.IsEmpty || range.UpTo is null ? [] : IdRange.Filter(IdRange.Id(range.UpTo), null);
        var done = IdRange.And(Bodies.Of((In(Done), Bodies.Of(("$in", _opposite)))), NotDone);
        await foreach (var document in _database.StreamAsync(
            Bodies.Of(("find", _pass.Collection), ("filter", IdRange.And(outside, done)), ("projection", Bodies.Of(("_id", 1)))), null, cancellationToken))
        {
            keys.Add(MongoId.Of(document).Key);
        }

        return keys;
    }

    /// <summary>Takes the marks of this pass, and of the one that it undid, from documents: so many as take no long time.</summary>
    /// <returns>Whether none is left.</returns>
    public async Task<bool> ClearAsync(CancellationToken cancellationToken)
    {
        var sets = new JArray(Own.Concat(_opposite));
        var ids = new List<MongoId>();
        await foreach (var document in _database.StreamAsync(
            Bodies.Of(
                ("find", _pass.Collection),
                ("filter", IdRange.And(IdRange.Filter(_cleared, null), Bodies.Of((In(Done), Bodies.Of(("$in", sets)))))),
                ("projection", Bodies.Of(("_id", 1))),
                ("sort", Bodies.Of(("_id", 1))),
                ("limit", PageDocuments)),
            null,
            cancellationToken))
        {
            ids.Add(MongoId.Of(document));
        }

        if (ids.Count > 0)
        {
            // Other migrations that were done in one pass with these may still need theirs.
            var rest = Mql.Call("$setDifference", Mql.Field(Mql.Field("$$ROOT", Field), Done), Bodies.Literal(sets));
            var mark = Mql.If(Mql.Equal(rest, new JArray()), Mql.Nothing, Bodies.Of((Done, rest)));
            await UpdateAsync(IdRange.Among(ids), new JArray(Bodies.Of(("$set", Bodies.Of((Field, mark))))), cancellationToken);
            _cleared = ids[^1];
            return false;
        }

        foreach (var migration in _migrations)
        {
            await _shadow.NoteAsync(migration, _pass.First(migration), _pass.Direction, Noted, null, cancellationToken);
            await _shadow.NoteAsync(migration, _pass.First(migration), _pass.Opposite, Noted, null, cancellationToken);
        }

        Array.Clear(_sets);

        return true;
    }

    private static bool IsNoted(RawDocument? set) => set?[Noted]?.AsBoolean == true;

    // Boxed, for the constructor would make a 64-bit number of it.
    private static JValue Number(int number) => new((object)number);

    private static JArray Numbers(IEnumerable<int> numbers) => [.. numbers.Select(Number)];

    private static JArray Numbers(IEnumerable<RawDocument?> sets) => Numbers(sets.OfType<RawDocument>().Select(static set => set["set"]!.AsInt32!.Value));

    private static JObject Exists(string path) => Bodies.Of((path, Bodies.Of(("$exists", true))));

    private string In(string field) => $"{Field}.{field}";

    private Task<RawDocument> UpdateAsync(JObject filter, JToken update, CancellationToken cancellationToken) => _database.RunAsync(
        _database.Command(
            Bodies.Of(("update", _pass.Collection), ("updates", new JArray(Bodies.Of(("q", filter), ("u", update), ("multi", true))))), CommandKind.Write),
        cancellationToken);
}
