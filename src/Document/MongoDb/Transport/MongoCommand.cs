using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Transport;

/// <summary>A database command: what is sent, and how.</summary>
/// <remarks>
/// The transport adds <c>$db</c>, <c>lsid</c>, <c>txnNumber</c>, <c>$clusterTime</c> and what a transaction needs; a body must not have them. To a
/// write that is not in a transaction and has no <c>writeConcern</c> it adds that of the connection string, by default <c>{w: "majority"}</c>.
/// </remarks>
public sealed record MongoCommand
{
    /// <summary>The database that it is for.</summary>
    public required string Database { get; init; }

    /// <summary>The command; its first key is its name. A <see cref="JRaw"/> in it may hold a raw value or document.</summary>
    public required JObject Body { get; init; }

    /// <summary>Documents that go along; empty for none.</summary>
    public IReadOnlyList<DocumentSequence> Sequences { get; init; } = [];

    /// <summary>What it does. The default is <see cref="CommandKind.Other"/>.</summary>
    public CommandKind Kind { get; init; }

    /// <summary>The session, and with it the transaction, that it belongs to; null for none.</summary>
    public IMongoSession? Session { get; init; }

    /// <summary>How long all of it may take, a second try included; null for as long as the connection string allows. What the server does then is not known.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether errors of single writes come back in the reply. The default is false: they are thrown (DM6221).</summary>
    public bool ReturnsWriteErrors { get; init; }

    /// <summary>The name of the command.</summary>
    public string Name => Body.Properties().FirstOrDefault()?.Name ?? "";

    /// <summary>The name and the database, nothing of what is sent.</summary>
    public override string ToString() => $"{Name} on '{Database}'";

    /// <summary>Runs it, and gives it up after its <see cref="Timeout"/>.</summary>
    /// <exception cref="MongoConnectionException">That time is over (DM6214).</exception>
    internal async Task<RawDocument> WithinItsTimeAsync(Func<CancellationToken, Task<RawDocument>> run, CancellationToken cancellationToken)
    {
        if (Timeout is not { } limit)
        {
            return await run(cancellationToken);
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            return await run(timeout.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            var slow = new MongoConnectionException(
                MongoErrors.NoAnswerInTime,
                null,
                $"The command {this} got no answer within {limit.TotalSeconds:0.#} seconds; it is not known if it was done.",
                "See what the server is busy with (db.currentOp() in mongosh).",
                error);
            if (Session?.IsInTransaction == true)
            {
                slow.Label(ErrorLabel.TransientTransaction);
            }

            throw slow;
        }
    }
}
