using System.Data;
using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql.Access;
using DocMigrate.Sql.PostgreSql.Locking;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql;

/// <summary>One connection to a PostgreSQL database, with at most one open transaction. Not thread-safe; several sessions of one database may work at once.</summary>
/// <remarks>
/// Outside a transaction the connection is read-only (<c>default_transaction_read_only</c>): what was not begun here, and so not held to the fence, can't write.
/// </remarks>
public sealed class PostgresSession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly PostgresDatabase _database;
    private readonly CommitOutcome _outcome;
    private NpgsqlConnection? _connection;
    private ServerSession _server;

    internal PostgresSession(PostgresDatabase database)
    {
        _database = database;
        _outcome = new CommitOutcome(database);
    }

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction { get; private set; }

    /// <summary>The server's process for this session, as in <c>pg_stat_activity</c>; 0 before it was opened.</summary>
    public int ServerProcessId => _server.Process;

    /// <summary>The connection, in its transaction. Don't dispose of it, and leave its transaction alone.</summary>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    /// <exception cref="StoreException">The connection was lost, and the transaction with it.</exception>
    public NpgsqlConnection Connection => !InTransaction
        ? throw new InvalidOperationException("No transaction is open in this session: begin one before writing.")
        : _connection!.State == ConnectionState.Open ? _connection : throw PostgresFault.Lost("it broke earlier in this transaction", null, _database.Address);

    /// <summary>The connection to look with, opened where it is not open. Don't dispose of it.</summary>
    /// <exception cref="StoreException">The server can't be reached, does not let the user in, or has no such database.</exception>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        // One that broke in a transaction is kept until the rollback: nothing may follow as if the transaction were still there.
        if (InTransaction)
        {
            return Connection;
        }

        if (_connection is { State: ConnectionState.Open } open)
        {
            return open;
        }

        await CloseAsync();
        (_connection, _server) = await _database.ConnectAsync(cancellationToken);
        _database.Opened(ServerProcessId);
        return _connection;
    }

    /// <summary>Begins a transaction. While the lock is held and its fence was raised, the fence is read first, and nobody can raise it until the transaction ends.</summary>
    /// <exception cref="InvalidOperationException">One is open already.</exception>
    /// <exception cref="LockLostException">The fence is another than that of the lock which is held; no transaction is open.</exception>
    /// <exception cref="StoreException">The database can't be written.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (InTransaction)
        {
            throw new InvalidOperationException("A transaction is open already: transactions in one session don't nest.");
        }

        _database.RequireKnownOutcomes();
        var connection = await OpenAsync(cancellationToken);
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            while (!await TryBeginAsync(connection, cancellationToken))
            {
                await EndAsync();
                if (TimeProvider.System.GetElapsedTime(began) > Patience)
                {
                    throw await FenceHolders.BusyAsync(connection, _database, cancellationToken);
                }

                await Task.Delay(Pause, cancellationToken);
            }
        }
        catch (Exception error)
        {
            await EndAsync();
            if (error is PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported })
            {
                // A standby has no transactions that write.
                throw PostgresFault.ReadOnly(error, _database.Address);
            }

            if (PostgresFault.IsOne(error))
            {
                throw Fault(error);
            }

            throw;
        }

        InTransaction = true;
        _database.Worked();
    }

    /// <summary>Commits the open transaction. Where the connection is lost meanwhile, the server is asked on another one what became of it.</summary>
    /// <exception cref="InvalidOperationException">None is open.</exception>
    /// <exception cref="LockLostException">It was not committed, because the lock was lost.</exception>
    /// <exception cref="StoreException">It was not committed; or, where that can't be found out, it is not known whether it was: nothing more is written then.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (!InTransaction)
        {
            throw new InvalidOperationException("There is no transaction to commit.");
        }

        var connection = Connection;
        var fence = _database.Fence;
        try
        {
            await using var batch = connection.CreateBatch();

            // A transaction in which a statement failed can't be committed, and COMMIT alone would say nothing of it.
            batch.BatchCommands.Add(fence is not null ? _outcome.Mark() : new NpgsqlBatchCommand("SELECT 1"));

            // Not to be cancelled: what became of it would not be known.
            cancellationToken.ThrowIfCancellationRequested();
            batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception error) when (PostgresFault.IsOne(error))
        {
            if (fence is not { } own || !PostgresFault.IsLoss(error))
            {
                throw Fault(error);
            }

            await _outcome.RequireCommittedAsync(_server, own, Fault(error));
        }

        InTransaction = false;
        _database.Worked();
    }

    /// <summary>Rolls back the open transaction; does nothing when there is none.</summary>
    public async Task RollbackAsync(CancellationToken cancellationToken)
    {
        if (!InTransaction)
        {
            return;
        }

        InTransaction = false;
        _database.RolledBack();
        await EndAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RollbackAsync(CancellationToken.None);
        await CloseAsync();
    }

    private async Task<bool> TryBeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();

        // Each statement sees what was committed before it: so the fence is read as it is once its lock was taken.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"));
        if (_database.Fence is not { } own)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_try_advisory_xact_lock_shared({_database.FenceKey})"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(_database.FenceRow.Query));
        object? fence;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            if (!reader.GetBoolean(0))
            {
                return false;
            }

            await reader.NextResultAsync(cancellationToken);
            fence = await reader.ReadAsync(cancellationToken) ? reader.GetString(0) : null;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            // Where the table is gone, the database is another than the one that was locked.
            fence = null;
        }

        _database.FenceRow.Require(own, fence);
        _database.RequireLock();
        return true;
    }

    // A transaction that the server has ended already, or whose connection is gone, needs no end.
    private async Task EndAsync()
    {
        if (_connection is not { State: ConnectionState.Open } connection)
        {
            return;
        }

        try
        {
            await connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
        catch (Exception error) when (PostgresFault.IsOne(error))
        {
            await CloseAsync();
        }
    }

    private async Task CloseAsync()
    {
        if (_connection is null)
        {
            return;
        }

        _database.Closed(ServerProcessId);
        await _connection.DisposeAsync();
        _connection = null;
        _server = default;
    }

    private StoreException Fault(Exception error) => _database.Fault(error);
}
