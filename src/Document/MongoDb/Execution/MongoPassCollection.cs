using System.Runtime.CompilerServices;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Compilation;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>A collection, opened for a pass. Ids are <see cref="MongoId"/>, and the keys are the ids.</summary>
/// <param name="database">The database.</param>
/// <param name="quarantine">The quarantine.</param>
/// <param name="pass">The pass.</param>
/// <param name="sets">The pass's sets of kept values.</param>
/// <param name="marks">What takes the place of transactions; null where there are some.</param>
/// <param name="listed">Whether documents of the collection are on the quarantine list.</param>
internal sealed class MongoPassCollection(MongoDatabase database, QuarantineStore quarantine, ReshapePass pass, PassSets sets, PassMarks? marks, bool listed) : IPassCollection
{
    /// <summary>How many documents, and how many bytes of them, are held at a time.</summary>
    private const int PageDocuments = 1000;
    private const int PageBytes = 4_000_000;

    private readonly PassSnapshots _snapshots = new(database);
    private readonly ServerPass? _server = pass.Server is MongoReshape reshape ? new ServerPass(database, pass, reshape, sets, marks) : null;

    /// <summary>The documents of the quarantine list that were given to be done, and are still on it.</summary>
    private readonly HashSet<MongoId> _taken = [];
    private bool _listed = listed;

    private string Collection => pass.Collection;

    public bool KeysGrow => false;

    public async Task<PassRange> FixAsync(bool exactly, CancellationToken cancellationToken)
    {
        if (exactly)
        {
            await _snapshots.NoteAsync(sets.Snapshot, Collection, cancellationToken);
        }

        var last = exactly
            ? await _snapshots.LastAsync(sets.Snapshot, cancellationToken)
            : (await database.FirstAsync(
                Bodies.Of(("find", Collection), ("projection", Bodies.Of(("_id", 1))), ("sort", Bodies.Of(("_id", -1))), ("limit", 1)), cancellationToken))?["_id"];
        return new PassRange(UpTo: last is null ? null : MongoId.Of(last).Key, Snapshot: exactly ? sets.Snapshot : null);
    }

    public Task<long> CountAsync(PassRange range, CancellationToken cancellationToken) => range.Snapshot is null
        ? database.CountAsync(Collection, IdRange.Filter(range), cancellationToken)
        : _snapshots.CountAsync(range, cancellationToken);

    public async Task<long> CountOutsideAsync(PassRange range, CancellationToken cancellationToken)
    {
        var all = await database.CountAsync(Collection, [], cancellationToken);
        return all - (range.Snapshot is null
            ? await database.CountAsync(Collection, IdRange.Filter(range), cancellationToken)
            : await _snapshots.CountThereAsync(range, Collection, cancellationToken));
    }

    public async Task<PassChunk?> NextAsync(PassRange rest, int most, CancellationToken cancellationToken)
    {
        if (rest.Snapshot is not null)
        {
            return await _snapshots.NextAsync(rest, most, cancellationToken);
        }

        var next = await database.FirstAsync(
            Bodies.Of(
                ("aggregate", Collection),
                ("pipeline", new JArray(
                    Bodies.Of(("$match", IdRange.Filter(rest))),
                    Bodies.Of(("$sort", Bodies.Of(("_id", 1)))),
                    Bodies.Of(("$limit", most)),
                    Bodies.Of(("$group", Bodies.Of(("_id", JValue.CreateNull()), ("last", Bodies.Of(("$last", "$_id"))), ("n", Bodies.Of(("$sum", 1)))))))),
                ("cursor", new JObject())),
            cancellationToken);
        return next is null ? null : new PassChunk(MongoId.Of(next["last"]!).Key, next["n"]!.AsInt64!.Value);
    }

    public async Task<ServerChunk> ReshapeAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        database.Pin();
        var (after, upTo) = (IdRange.Id(chunk.After), IdRange.Id(chunk.UpTo));
        var without = _listed ? await quarantine.ReadAsync(Collection, after, upTo, cancellationToken) : [];
        var restored = await sets.DocumentsAsync(after, upTo, cancellationToken);
        var filter = IdRange.Filter(after, upTo);
        if (chunk.Snapshot is { } snapshot)
        {
            var noted = await _snapshots.ReadAsync(snapshot, after, upTo, int.MaxValue, cancellationToken);
            restored.IntersectWith(noted);
            filter = IdRange.Among(noted);
        }

        return await _server!.RunAsync(filter, without, restored, cancellationToken);
    }

    public IAsyncEnumerable<PassDocument> ReadAsync(PassRange range, int most, CancellationToken cancellationToken) =>
        ReadAsync(range, most, marks?.NotDone ?? [], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadUncertainAsync(CancellationToken cancellationToken) =>
        ReadAsync(PassRange.Everything, int.MaxValue, _server is null || sets.Restores.Count > 0 ? [] : _server.Left, cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadBehindAsync(PassRange range, IReadOnlyList<ShapeTest>? tests, int most, CancellationToken cancellationToken) =>
        ReadAsync(range, most, ShapeFilter.Any(tests), cancellationToken);

    public async IAsyncEnumerable<PassDocument> ReadAsync(IReadOnlyList<DocumentKey> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var slice in keys.Chunk(PageDocuments))
        {
            await foreach (var document in ReadAsync(slice.Select(MongoId.Of), marks?.NotDone ?? [], cancellationToken))
            {
                yield return document;
            }
        }
    }

    public async Task<IReadOnlyList<DocumentKey>> WriteAsync(IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        if (marks is not null)
        {
            return await WriteAndMarkAsync(marks, documents, cancellationToken);
        }

        var changed = documents.Where(static document => document.Change is not null).ToList();
        var updates = changed.ConvertAll(static document =>
            UpdateOf.Statement(document.Stored, document.Change!));
        var written = await database.WriteAsync("update", Collection, "updates", updates, cancellationToken);
        if (written != changed.Count)
        {
            // In a transaction the server itself finds out who else has changed what was read in it.
            throw new InvalidOperationException($"{changed.Count - written} documents of '{Collection}' are not what was read in the same transaction.");
        }

        await sets.SaveAsync(documents, cancellationToken);
        return [];
    }

    public async IAsyncEnumerable<ListedDocument> ReadListedAsync(PassRange range, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What was given before is done by now.
        await quarantine.ReleaseAsync(_taken.Select(id => (Collection, id)), cancellationToken);
        _taken.Clear();
        var after = IdRange.Id(range.After);
        for (var left = most; left > 0 && _listed;)
        {
            var entries = await quarantine.ListAsync(pass, after, IdRange.Id(range.UpTo), left, cancellationToken);
            var migrations = entries.ToDictionary(static entry => entry.Document, static entry => entry.Migration);
            await foreach (var document in ReadAsync(migrations.Keys, marks?.NotDone ?? [], cancellationToken))
            {
                left--;
                yield return new ListedDocument(document, migrations[(MongoId)document.Id]);
            }

            if (entries.Count == 0)
            {
                yield break;
            }

            // Those that are gone are passed over.
            after = entries[^1].Document;
        }
    }

    /// <summary>Without transactions they stay on the list until they are done: off it, and not yet done, nobody would know what they had missed.</summary>
    public Task ReleaseAsync(IReadOnlyList<PassDocument> documents, CancellationToken cancellationToken)
    {
        if (marks is null)
        {
            return quarantine.ReleaseAsync(documents.Select(document => (Collection, (MongoId)document.Id)), cancellationToken);
        }

        _taken.UnionWith(documents.Select(static document => (MongoId)document.Id));
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<DocumentKey>> ReadDoneBeyondAsync(PassRange range, CancellationToken cancellationToken) =>
        marks is null ? [] : await marks.BeyondAsync(range, cancellationToken);

    public async Task<bool> CleanAsync(CancellationToken cancellationToken) => marks is null || await marks.ClearAsync(cancellationToken);

    public async Task QuarantineAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken)
    {
        _listed = true;
        _taken.ExceptWith(entries.Select(static entry => (MongoId)entry.Document));
        await sets.FillsAsync(cancellationToken);
        await quarantine.AddAsync(entries, cancellationToken);
    }

    /// <summary>A server does not say who else wrote to a collection.</summary>
    public Task<bool> MayHaveChangedAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task<bool> FinishAsync(PassRange range, CancellationToken cancellationToken)
    {
        if (!await CleanAsync(cancellationToken))
        {
            return false;
        }

        foreach (var migration in pass.Migrations)
        {
            await quarantine.ReleaseAsync(Collection, migration, pass.First(migration), pass.Opposite, marks is null ? IdRange.Id(range.UpTo) : null, cancellationToken);
        }

        if (range.Snapshot is { } snapshot && sets.Ends(snapshot))
        {
            await _snapshots.ForgetAsync(snapshot, cancellationToken);
        }

        return await sets.ForgetAsync(Collection, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What is kept goes along in the documents; then it is put where it is kept, and taken from them again.</summary>
    private async Task<IReadOnlyList<DocumentKey>> WriteAndMarkAsync(PassMarks mark, IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        await mark.NoteAsync(cancellationToken);
        var fills = await sets.FillsAsync(cancellationToken);
        var write = Guid.NewGuid().ToString("N");
        var changed = documents.Where(static document => document.Change is not null).ToList();
        var updates = changed.ConvertAll(document =>
        {
            var read = ((MongoContent)document.Stored.Content).Raw;
            return UpdateOf.Statement(document.Stored, document.Change!, mark.Of(read, PassSets.Kept(document, fills), sets.Released(document), write));
        });
        var written = await database.WriteAsync("update", Collection, "updates", updates, cancellationToken);
        var missed = new HashSet<MongoId>();
        if (written != changed.Count)
        {
            missed.UnionWith(changed.Select(static document => (MongoId)document.Stored.Id));
            missed.ExceptWith(await mark.WrittenAsync(missed, write, cancellationToken));
        }

        var done = documents.Where(document => !missed.Contains((MongoId)document.Stored.Id)).ToList();
        await sets.SaveAsync(done, cancellationToken);
        await mark.UnloadAsync([.. done.Where(document => document.Change is not null && (PassSets.Kept(document, fills).Any() || sets.Released(document).Any()))
            .Select(static document => (MongoId)document.Stored.Id)], cancellationToken);
        return [.. missed.Select(static id => id.Key)];
    }

    /// <summary>Documents of a range that are not on the quarantine list, page by page.</summary>
    private async IAsyncEnumerable<PassDocument> ReadAsync(PassRange range, int most, JObject filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (after, upTo) = (IdRange.Id(range.After), IdRange.Id(range.UpTo));
        for (var left = most; left > 0;)
        {
            var size = Math.Min(left, PageDocuments);
            IAsyncEnumerable<PassDocument> page;
            MongoId last;
            bool whole;
            if (range.Snapshot is { } snapshot)
            {
                var ids = await _snapshots.ReadAsync(snapshot, after, upTo, size, cancellationToken);
                if (ids.Count == 0)
                {
                    yield break;
                }

                (last, whole) = (ids[^1], ids.Count < size);
                page = ReadAsync(await WithoutListedAsync(ids, after, last, cancellationToken), filter, cancellationToken);
            }
            else
            {
                (var documents, whole) = await PageAsync(IdRange.And(IdRange.Filter(after, upTo), filter), size, cancellationToken);
                if (documents.Count == 0)
                {
                    yield break;
                }

                last = MongoId.Of(documents[^1]);
                page = PageAsync(documents, after, cancellationToken);
            }

            await foreach (var document in page.WithCancellation(cancellationToken))
            {
                left--;
                yield return document;
            }

            if (whole)
            {
                yield break;
            }

            after = last;
        }
    }

    /// <summary>The next documents, as many as are not too large to be held; and whether there are no more.</summary>
    private async Task<(List<RawDocument> Documents, bool Whole)> PageAsync(JObject filter, int size, CancellationToken cancellationToken)
    {
        database.Pin();
        var documents = new List<RawDocument>();
        var bytes = 0L;
        await foreach (var document in database.StreamAsync(
            Bodies.Of(("find", Collection), ("filter", filter), ("sort", Bodies.Of(("_id", 1))), ("limit", size)), size, cancellationToken))
        {
            documents.Add(document);
            bytes += document.Bytes.Length;
            if (bytes >= PageBytes)
            {
                return (documents, false);
            }
        }

        return (documents, documents.Count < size);
    }

    private async IAsyncEnumerable<PassDocument> PageAsync(List<RawDocument> documents, MongoId? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = documents.ConvertAll(MongoId.Of);
        var wanted = (await WithoutListedAsync(ids, after, ids[^1], cancellationToken)).ToHashSet();
        var restored = await sets.RestoredAsync(ids[0], ids[^1], cancellationToken);
        for (var i = 0; i < documents.Count; i++)
        {
            if (wanted.Contains(ids[i]))
            {
                yield return new PassDocument(ids[i].Key, ids[i], new MongoContent(documents[i], marks?.Field)) { Kept = restored(ids[i]) };
            }
        }
    }

    private async IAsyncEnumerable<PassDocument> ReadAsync(IEnumerable<MongoId> ids, JObject filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var among = IdRange.Among(ids);
        for (MongoId? after = null; ;)
        {
            var (documents, whole) = await PageAsync(IdRange.And(IdRange.And(among, IdRange.Filter(after, null)), filter), PageDocuments, cancellationToken);
            if (documents.Count == 0)
            {
                yield break;
            }

            var found = documents.ConvertAll(MongoId.Of);
            var restored = await sets.RestoredAsync(found[0], found[^1], cancellationToken);
            for (var i = 0; i < documents.Count; i++)
            {
                yield return new PassDocument(found[i].Key, found[i], new MongoContent(documents[i], marks?.Field)) { Kept = restored(found[i]) };
            }

            if (whole)
            {
                yield break;
            }

            after = found[^1];
        }
    }

    private async Task<IReadOnlyList<MongoId>> WithoutListedAsync(IReadOnlyList<MongoId> ids, MongoId? after, MongoId upTo, CancellationToken cancellationToken)
    {
        if (!_listed)
        {
            return ids;
        }

        var without = await quarantine.ReadAsync(Collection, after, upTo, cancellationToken);
        return [.. ids.Where(id => !without.Contains(id))];
    }
}
