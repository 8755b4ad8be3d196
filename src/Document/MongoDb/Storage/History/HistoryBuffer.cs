using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage.History;

/// <summary>
/// What is written to the history in the transaction that is open: it is sent when the transaction is committed, in its order, after all that was done to documents. On a standalone server
/// that is what makes it a transaction at all, as far as the history goes; on others it saves round trips.
/// </summary>
internal sealed class HistoryBuffer(MongoDatabase database)
{
    private readonly List<Change> _changes = [];
    private readonly List<MongoCommand> _after = [];

    public bool IsEmpty => _changes.Count == 0;

    public void Clear()
    {
        _changes.Clear();
        _after.Clear();
    }

    /// <summary>Sends a command after all of the history: what tells, until that is written, that something was begun.</summary>
    public void After(MongoCommand command) => _after.Add(command);

    /// <summary>Puts a document in the place of the one with its id.</summary>
    public void Put(string collection, JObject document)
    {
        var id = document["_id"]!;
        _changes.RemoveAll(change => change.Is(collection, id));
        _changes.Add(new Change(collection, id, document));
    }

    /// <summary>Deletes the document with an id, if there is one.</summary>
    public void Delete(string collection, JToken id)
    {
        _changes.RemoveAll(change => change.Is(collection, id));
        _changes.Add(new Change(collection, id, null));
    }

    /// <summary>Adds a document at the end of the log; its id is given to it when it is sent.</summary>
    public void Append(JObject document) => _changes.Add(new Change(database.Own.Event, null, document));

    /// <summary>Raises the fence, if it is still what it was.</summary>
    public void RaiseFence(long from, long to) => _changes.Add(new Change(database.Own.Meta, null, null) { From = from, To = to });

    /// <summary>The fence as this transaction has it; null when it does not raise it.</summary>
    public long? RaisedFence => _changes.FindLast(static change => change.To is not null)?.To;

    /// <summary>What is in a collection, with what is written to it in this transaction: in the order of <c>order</c>, or of ids.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="filter">Which documents, for the server.</param>
    /// <param name="matches">Which documents, for those that are not there yet.</param>
    /// <param name="projection">Which fields; null for all. What is not there yet is given whole.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<List<JObject>> ReadAsync(string collection, JObject filter, Func<JObject, bool> matches, JObject? projection, CancellationToken cancellationToken)
    {
        var found = new List<JObject>();
        var find = Bodies.Of(("find", collection), ("filter", filter));
        if (projection is not null)
        {
            find.Add("projection", projection);
        }

        await foreach (var document in database.StreamAsync(find, null, cancellationToken))
        {
            found.Add(document.Decode());
        }

        foreach (var change in _changes.Where(change => change.Collection == collection))
        {
            if (change.Id is { } id)
            {
                found.RemoveAll(document => Change.Same(document["_id"]!, id));
            }

            if (change.Document is { } written && matches(written))
            {
                found.Add(written);
            }
        }

        return [.. found.OrderBy(static document => (long?)document["order"] ?? (document["_id"] is JValue { Value: long or int } id ? (long)id : long.MaxValue))];
    }

    /// <summary>Sends all of it.</summary>
    /// <exception cref="LockLostException">The fence is not what it was when it was to be raised.</exception>
    public async Task FlushAsync(Func<MongoCommand, Task<RawDocument>> send)
    {
        for (var i = 0; i < _changes.Count;)
        {
            var first = _changes[i];
            var run = _changes.Skip(i).TakeWhile(change => change.Goes(first)).ToList();
            i += run.Count;
            if (first.To is { } to)
            {
                if ((await send(database.Own.RaiseFence(first.From, to)))["value"]?.AsDocument is null)
                {
                    throw new LockLostException(database.DisplayName, first.From, await database.Own.ReadFenceAsync(CancellationToken.None));
                }
            }
            else if (first.Id is null)
            {
                await InsertAsync(first.Collection, run, send);
            }
            else
            {
                await ReplaceAsync(first.Collection, run, send);
            }
        }

        foreach (var command in _after)
        {
            await send(command);
        }
    }

    private async Task InsertAsync(string collection, List<Change> run, Func<MongoCommand, Task<RawDocument>> send)
    {
        var last = (await send(database.Own.TakeEvents(run.Count)))["value"]?.AsDocument?["value"]?.AsInt64 ?? 0;
        var documents = run.Select(change =>
        {
            var numbered = Bodies.Of(("_id", ++last));
            numbered.Add(change.Document!.Properties().Select(static property => new JProperty(property)));
            return BsonWriter.ToRaw(numbered);
        }).ToList();
        await send(database.Command(Bodies.Of(("insert", collection)), CommandKind.RetryableWrite) with { Sequences = [new DocumentSequence("documents", documents)] });
    }

    private async Task ReplaceAsync(string collection, List<Change> run, Func<MongoCommand, Task<RawDocument>> send)
    {
        if (run[0].Document is null)
        {
            var deletes = run.Select(static change => BsonWriter.ToRaw(Bodies.Of(("q", Bodies.Of(("_id", change.Id))), ("limit", new JValue((object)1))))).ToList();
            await send(database.Command(Bodies.Of(("delete", collection)), CommandKind.RetryableWrite) with { Sequences = [new DocumentSequence("deletes", deletes)] });
            return;
        }

        var updates = run.Select(static change => BsonWriter.ToRaw(Bodies.Of(("q", Bodies.Of(("_id", change.Id))), ("u", change.Document), ("upsert", true)))).ToList();
        await send(database.Command(Bodies.Of(("update", collection)), CommandKind.RetryableWrite) with { Sequences = [new DocumentSequence("updates", updates)] });
    }

    /// <summary>One document: put (both are there), deleted (no document), appended (no id), or the fence.</summary>
    private sealed record Change(string Collection, JToken? Id, JObject? Document)
    {
        public long From { get; init; }

        public long? To { get; init; }

        public static bool Same(JToken left, JToken right) => Values.DocumentEquality.Equals(left, right);

        public bool Is(string collection, JToken id) => Collection == collection && Id is not null && Same(Id, id);

        /// <summary>Whether it can be sent in one command with another.</summary>
        public bool Goes(Change other) => ReferenceEquals(this, other)
            || (Collection == other.Collection && To is null && other.To is null && Id is null == other.Id is null && Document is null == other.Document is null);
    }
}
