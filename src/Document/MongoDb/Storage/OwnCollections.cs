using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage;

/// <summary>The collections that history, fence and what is kept aside live in (docs/stores/mongodb.md). What is written with one format is read by all later versions.</summary>
/// <remarks>Made before a transaction begins: servers before 4.4 make none in one, and later ones don't let a transaction write to what was made after it began.</remarks>
internal sealed class OwnCollections(MongoDatabase database)
{
    /// <summary>The format that this version writes.</summary>
    public const long Format = 1;

    public const string Lock = "lock";

    private const int NamespaceExists = 48;
    private const int DuplicateKey = 11000;
    private const string FormatId = "format";
    private const string FenceId = "fence";
    private const string EventsId = "events";

    /// <summary>What passes keep: values, which of them a pass has put, documents that did not fit, and the keys of a pass that must not see later ones.</summary>
    private static readonly string[] s_kept = ["shadow", "shadow_set", "quarantine", "snapshot"];

    private bool _ensured;

    /// <summary>Format, fence, ids.</summary>
    public string Meta { get; } = database.CollectionOf("meta");

    public string Ledger { get; } = database.CollectionOf("ledger");

    public string Event { get; } = database.CollectionOf("event");

    public string Journal { get; } = database.CollectionOf("journal");

    /// <summary>Makes what is not there: once for a database object.</summary>
    /// <exception cref="HistoryException">A newer version of DocMigrate wrote the collections.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_ensured)
        {
            return;
        }

        if (await ReadFormatAsync(cancellationToken) is null)
        {
            foreach (var name in (string[])[Meta, Ledger, Event, Journal, .. s_kept.Select(database.CollectionOf)])
            {
                await CreateAsync(name, cancellationToken);
            }

            // Without this an upgrade from the first format would have to guess who made the collections.
            foreach (var (id, value) in ((string, long)[])[(FenceId, 0), (EventsId, 0), (FormatId, Format)])
            {
                await InsertAsync(id, value, cancellationToken);
            }
        }

        _ensured = true;
    }

    /// <summary>Whether there is a history to be read.</summary>
    /// <exception cref="HistoryException">A newer version of DocMigrate wrote the collections.</exception>
    public async Task<bool> ExistAsync(CancellationToken cancellationToken) =>
        (database.InTransaction && _ensured) || await ReadFormatAsync(cancellationToken) is not null;

    /// <summary>The fence, as it is committed; 0 when none was raised.</summary>
    public async Task<long> ReadFenceAsync(CancellationToken cancellationToken) => (await ReadMetaAsync(FenceId, database.Transport.RunAsync, cancellationToken))?["value"]?.AsInt64 ?? 0;

    /// <summary>
    /// Reads the fence as the first thing of a transaction, and writes in its place, so that nobody can raise it before the transaction ends: reading alone would not be in anybody's way.
    /// </summary>
    /// <exception cref="LockLostException">It is another.</exception>
    public async Task TouchFenceAsync(long own, Func<MongoCommand, Task<RawDocument>> send, CancellationToken cancellationToken)
    {
        var touched = await send(database.Command(
            Bodies.Of(
                ("findAndModify", Meta),
                ("query", Bodies.Of(("_id", FenceId), ("value", own))),
                ("update", Bodies.Of(("$inc", Bodies.Of(("read", 1L))))),
                ("readConcern", Bodies.Of(("level", "snapshot")))),
            CommandKind.RetryableWrite));
        if (touched["value"]?.AsDocument is null)
        {
            throw new LockLostException(database.DisplayName, own, await ReadFenceAsync(cancellationToken));
        }
    }

    /// <summary>The command that raises the fence, whose reply has a <c>value</c> where it was <paramref name="from"/>.</summary>
    public MongoCommand RaiseFence(long from, long to) => database.Command(
        Bodies.Of(
            ("findAndModify", Meta), ("query", Bodies.Of(("_id", FenceId), ("value", from))), ("update", Bodies.Of(("$set", Bodies.Of(("value", to)))))),
        CommandKind.RetryableWrite);

    /// <summary>The command that takes so many numbers for events; its reply has in <c>value</c> the last one that was taken before.</summary>
    public MongoCommand TakeEvents(int count) => database.Command(
        Bodies.Of(("findAndModify", Meta), ("query", Bodies.Of(("_id", EventsId))), ("update", Bodies.Of(("$inc", Bodies.Of(("value", (long)count)))))),
        CommandKind.RetryableWrite);

    private async Task<long?> ReadFormatAsync(CancellationToken cancellationToken)
    {
        var format = (await ReadMetaAsync(FormatId, database.RunAsync, cancellationToken))?["value"]?.AsInt64;
        return format is null or <= Format ? format : throw new HistoryException(
            MongoErrors.NewerFormat,
            $"The history in '{database.DisplayName}' has format {format}; this version of DocMigrate knows formats up to {Format}.",
            "Update the tool: dotnet tool update DocMigrate.Cli");
    }

    private async Task<RawDocument?> ReadMetaAsync(string id, Func<MongoCommand, CancellationToken, Task<RawDocument>> run, CancellationToken cancellationToken)
    {
        var find = database.Command(Bodies.Of(("find", Meta), ("filter", Bodies.Of(("_id", id))), ("limit", 1), ("singleBatch", true)), CommandKind.Read);
        return (await run(find, cancellationToken))["cursor"]?.AsDocument?["firstBatch"]?.AsArray?.FirstOrDefault()?.AsDocument;
    }

    private async Task CreateAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await database.Transport.RunAsync(database.Command(Bodies.Of(("create", name)), CommandKind.Write), cancellationToken);
        }
        catch (MongoCommandException error) when (error.ServerCode == NamespaceExists)
        {
            // Somebody else was first, or an earlier version had it already.
            return;
        }
    }

    private async Task InsertAsync(string id, long value, CancellationToken cancellationToken)
    {
        var insert = database.Command(Bodies.Of(("insert", Meta), ("documents", new JArray(Bodies.Of(("_id", id), ("value", value))))), CommandKind.RetryableWrite);
        try
        {
            await database.Transport.RunAsync(insert, cancellationToken);
        }
        catch (MongoCommandException error) when (error.ServerCode == DuplicateKey)
        {
            // Somebody else was first.
            return;
        }
    }
}
