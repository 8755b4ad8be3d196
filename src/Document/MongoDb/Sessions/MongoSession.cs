using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Transport;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Sessions;

/// <summary>A session with its transaction: the state machine of the transactions specification.</summary>
internal sealed class MongoSession(CommandRunner runner, SessionPool pool, ServerSession server, bool hasTransactions) : IMongoSession
{
    private const int MaxTimeExpired = 50;
    private const int UnsatisfiableWriteConcern = 100;
    private const int UnknownReplWriteConcern = 79;

    private bool _isDisposed;
    private bool _sentCommit;

    public JObject Id => server.Id;

    public bool IsInTransaction => State is TransactionState.Starting or TransactionState.InProgress;

    internal ServerSession Server => server;

    internal TransactionState State { get; private set; }

    /// <summary>The router that the transaction is bound to; null for none.</summary>
    internal ServerAddress? Pinned { get; private set; }

    private RawValue? RecoveryToken { get; set; }

    public void StartTransaction()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (IsInTransaction)
        {
            throw new InvalidOperationException("A transaction is open in this session.");
        }

        if (!hasTransactions)
        {
            throw ServerCapabilities.NotOffered("no transactions");
        }

        server.NextTransactionNumber();
        (State, Pinned, RecoveryToken, _sentCommit) = (TransactionState.Starting, null, null, false);
    }

    public async Task CommitTransactionAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (State is TransactionState.None or TransactionState.Aborted)
        {
            throw new InvalidOperationException("No transaction was begun in this session, or it was aborted.");
        }

        if (State == TransactionState.Starting || (State == TransactionState.Committed && !_sentCommit))
        {
            // Nothing was sent, so there is nothing to commit.
            State = TransactionState.Committed;
            return;
        }

        var again = State == TransactionState.Committed;
        (State, _sentCommit) = (TransactionState.Committed, true);
        try
        {
            await EndAsync("commitTransaction", again, cancellationToken);
        }
        catch (MongoException error)
        {
            // The specification: what is not certain to have failed may be asked again.
            error.Label(ErrorLabel.TransientTransaction, present: error is MongoCommandException && error.HasLabel(ErrorLabel.TransientTransaction) && !IsUnknown(error));
            error.Label(ErrorLabel.UnknownCommitResult, present: error.HasLabel(ErrorLabel.UnknownCommitResult) || IsUnknown(error));
            if (IsUnknown(error))
            {
                Pinned = null;
            }

            throw;
        }
    }

    public async Task AbortTransactionAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!IsInTransaction)
        {
            throw new InvalidOperationException("No transaction is open in this session.");
        }

        var sent = State == TransactionState.InProgress;
        State = TransactionState.Aborted;
        if (!sent)
        {
            return;
        }

        try
        {
            await EndAsync("abortTransaction", again: false, cancellationToken);
        }
        catch (MongoException error)
        {
            // The specification: an abort never fails. A server that did not hear of it aborts by itself, for nothing more is sent under this number.
            server.IsDirty |= error is MongoConnectionException;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        if (IsInTransaction)
        {
            await AbortTransactionAsync(CancellationToken.None);
        }

        _isDisposed = true;
        pool.Return(server);
    }

    /// <summary>What a command of this session adds to its body.</summary>
    internal void AddTo(JObject additions)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!IsInTransaction)
        {
            // Something else is done now: a transaction that is over can't be committed again.
            State = TransactionState.None;
            return;
        }

        additions.Add("txnNumber", new JValue(server.TransactionNumber));
        additions.Add("autocommit", false);
        if (State == TransactionState.Starting)
        {
            additions.Add("startTransaction", true);
        }
    }

    /// <summary>After a command of the transaction was sent, whatever came of it.</summary>
    internal void Sent(ServerAddress? router)
    {
        if (State == TransactionState.Starting)
        {
            (State, Pinned) = (TransactionState.InProgress, router);
        }
    }

    /// <summary>After a reply in the transaction.</summary>
    internal void See(RawDocument reply) => RecoveryToken = reply["recoveryToken"] is { } token ? new RawValue(token.Type, token.Bytes.ToArray()) : RecoveryToken;

    /// <summary>After an error that ends the transaction: the next one may go to another router.</summary>
    internal void Unpin() => Pinned = null;

    private static bool IsUnknown(MongoException error) => error switch
    {
        MongoConnectionException => true,
        MongoCommandException { ServerCode: MaxTimeExpired } => true,
        MongoCommandException command when command.Code == MongoErrors.WritesRefused => command.ServerCode is not (UnsatisfiableWriteConcern or UnknownReplWriteConcern),
        _ => error.HasLabel(ErrorLabel.RetryableWrite),
    };

    private Task EndAsync(string name, bool again, CancellationToken cancellationToken)
    {
        var body = new JObject(
            new JProperty(name, new JValue((object)1)),
            new JProperty("txnNumber", new JValue(server.TransactionNumber)),
            new JProperty("autocommit", false));
        if (RecoveryToken is { } token)
        {
            body.Add("recoveryToken", new JRaw(token));
        }

        return runner.EndTransactionAsync(this, body, again, cancellationToken);
    }
}
