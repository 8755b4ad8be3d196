using DocMigrate.Backends;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Locking;
using DocMigrate.Sql.History;
using DocMigrate.Sql.Sqlite.Access;
using DocMigrate.Sql.Sqlite.History;
using DocMigrate.Sql.Sqlite.Locking;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocMigrate.Sql.Sqlite;

/// <summary>One SQLite file, shared by all stores in it: tables and documents alike. Not thread-safe.</summary>
/// <remarks>
/// The connections are its own (<c>Pooling=False</c>): a pooled one would carry <c>foreign_keys=0</c> to the application's next user of the
/// pool. Foreign keys are not enforced on them, because a table's rebuild needs that (https://www.sqlite.org/lang_altertable.html, section
/// 7) and the setting can't be changed inside a transaction; the backend checks them around each step instead.
/// </remarks>
public sealed class SqliteDatabase : IStoreDatabase
{
    /// <summary>After how many instructions of its virtual machine SQLite says that it is at work: about a thousand times a second.</summary>
    private const int InstructionsPerSign = 100_000;

    private readonly string _connectionString;
    private readonly bool _hasPassword;
    private readonly FenceRow _fence;
    private SqliteConnection? _reader;
    private SqliteConnection? _writer;
    private IHeldLock? _held;
    private long _work;

    private SqliteDatabase(SqliteConnectionStringBuilder settings, TableNaming naming)
    {
        Path = settings.DataSource;
        var own = new SqliteConnectionStringBuilder(settings.ConnectionString) { Pooling = false, ForeignKeys = false, RecursiveTriggers = false };
        _connectionString = own.ConnectionString;
        _hasPassword = own.Password.Length > 0;
        Naming = naming;
        var tables = new HistoryTables(new SqliteHistory(this, naming));
        Ledger = new SqliteLedger(tables);
        Journal = new SqliteJournal(tables);
        _fence = new FenceRow(tables);
        Lock = new SqliteLock(this, _fence);
    }

    /// <summary>The file's full path, with links followed.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public string Key => "sqlite:" + Path;

    /// <inheritdoc/>
    public string DisplayName => Path;

    /// <inheritdoc/>
    public IMigrationLedger Ledger { get; }

    /// <inheritdoc/>
    public IStoreJournal Journal { get; }

    /// <inheritdoc/>
    public IMigrationLock Lock { get; }

    /// <summary>How the tables are named that DocMigrate keeps in this file. They need no quoting.</summary>
    public TableNaming Naming { get; }

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction { get; private set; }

    /// <summary>Grows with each transaction that is rolled back: what was remembered about the database before that may be wrong.</summary>
    public int Rollbacks { get; private set; }

    /// <inheritdoc/>
    public long Work => Interlocked.Read(ref _work);

    /// <summary>The connection that writes. Foreign keys are off on it. Don't dispose of it, and leave its transaction alone.</summary>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public SqliteConnection Connection => InTransaction
        ? _writer!
        : throw new InvalidOperationException("No transaction is open on this database: begin one before writing.");

    /// <summary>The database that a store's settings name, made at its first mention. Does not touch the file.</summary>
    /// <exception cref="ConfigurationException">The connection string can't be read or names no plain file.</exception>
    public static SqliteDatabase Resolve(StoreSettings settings, IDatabaseRegistry databases)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(databases);
        var parsed = SqlitePath.Parse(settings);
        return databases.GetOrAdd("sqlite:" + parsed.DataSource, () => new SqliteDatabase(parsed, settings.Tables));
    }

    /// <summary>A connection to look with: the writing one when it is open, so that its transaction is seen, else a read-only one. Don't dispose of it.</summary>
    /// <returns>Null when the file does not exist.</returns>
    /// <exception cref="StoreException">The file can't be read or is no database.</exception>
    public async Task<SqliteConnection?> OpenForReadingAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null)
        {
            return _writer;
        }

        if (_reader is null)
        {
            SqliteFault.CheckPath(Path);
            if (!File.Exists(Path))
            {
                return null;
            }

            _reader = await OpenAsync(SqliteOpenMode.ReadOnly, cancellationToken);
        }

        return _reader;
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken) => await OpenForReadingAsync(cancellationToken) is not null;

    /// <inheritdoc/>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (InTransaction)
        {
            throw new InvalidOperationException("A transaction is open already: transactions on one database don't nest.");
        }

        SqliteFault.CheckPath(Path);
        _writer ??= await OpenAsync(SqliteOpenMode.ReadWriteCreate, cancellationToken);
        await ExecuteAsync("BEGIN IMMEDIATE", cancellationToken);
        InTransaction = true;
        Interlocked.Increment(ref _work);
        await RequireFenceAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (!InTransaction)
        {
            throw new InvalidOperationException("There is no transaction to commit.");
        }

        await ExecuteAsync("COMMIT", cancellationToken);
        InTransaction = false;
        Interlocked.Increment(ref _work);
    }

    /// <inheritdoc/>
    public async Task RollbackAsync(CancellationToken cancellationToken)
    {
        if (!InTransaction)
        {
            return;
        }

        InTransaction = false;
        Rollbacks++;

        // SQLite itself rolls back on some errors (a full disk, say); a second ROLLBACK would be an error then.
        if (raw.sqlite3_get_autocommit(_writer!.Handle) == 0)
        {
            await ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await RollbackAsync(CancellationToken.None);
            await _writer.DisposeAsync();
            _writer = null;
        }

        if (_reader is not null)
        {
            await _reader.DisposeAsync();
            _reader = null;
        }
    }

    /// <summary>The fence that transactions are held to; null when the lock is not held, or its fence was not raised yet.</summary>
    internal long? Fence => _held?.Fence;

    /// <summary>From now on every transaction is held to the lock's fence, once that was raised.</summary>
    internal void Hold(IHeldLock held) => _held = held;

    /// <summary>The lock was released.</summary>
    internal void Release(IHeldLock held)
    {
        if (_held == held)
        {
            _held = null;
        }
    }

    /// <summary>Looks, with null where the database does not exist.</summary>
    internal async Task<T> ReadAsync<T>(Func<SqliteConnection?, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read(await OpenForReadingAsync(cancellationToken));
        }
        catch (SqliteException error)
        {
            throw SqliteFault.Of(error, Path);
        }
    }

    /// <summary>Runs <paramref name="write"/> in the open transaction, or in one of its own when none is.</summary>
    internal async Task WriteAsync(Func<SqliteConnection, Task> write, CancellationToken cancellationToken)
    {
        var own = !InTransaction;
        if (own)
        {
            await BeginAsync(cancellationToken);
        }

        try
        {
            await write(Connection);
            if (own)
            {
                await CommitAsync(cancellationToken);
            }
        }
        catch (SqliteException error)
        {
            throw SqliteFault.Of(error, Path);
        }
        finally
        {
            if (own)
            {
                await RollbackAsync(CancellationToken.None);
            }
        }
    }

    // The write lock is taken: from here to the commit nobody else can raise the fence.
    private async Task RequireFenceAsync(CancellationToken cancellationToken)
    {
        if (Fence is not { } own)
        {
            return;
        }

        try
        {
            _fence.Require(own, await Connection.ScalarAsync(_fence.Query, cancellationToken));
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_ERROR)
        {
            // Where the table is gone, the file is another than the one that was locked.
            await RollbackAsync(CancellationToken.None);
            _fence.Require(own, read: null);
        }
        catch (Exception error)
        {
            await RollbackAsync(CancellationToken.None);
            if (error is SqliteException cause)
            {
                throw SqliteFault.Of(cause, Path);
            }

            throw;
        }
    }

    private async Task<SqliteConnection> OpenAsync(SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                return await ConnectAsync(mode, cancellationToken);
            }
            catch (SqliteException error) when (mode == SqliteOpenMode.ReadOnly && NeedsRecovery(error))
            {
                await using (await ConnectAsync(SqliteOpenMode.ReadWrite, cancellationToken))
                {
                }

                return await ConnectAsync(mode, cancellationToken);
            }
        }
        catch (InvalidOperationException) when (_hasPassword)
        {
            // The driver's own words, when the native library can't encrypt; they may repeat what nobody is to see.
            throw new ConfigurationException(
                SqliteErrors.BadConnectionString,
                $"The connection string of '{Path}' has a password, and the application's SQLite library can't encrypt.",
                "Leave Password out, or refer to a bundle that encrypts, such as SQLitePCLRaw.bundle_e_sqlcipher.");
        }
        catch (SqliteException error)
        {
            throw SqliteFault.Of(error, Path);
        }
    }

    /// <summary>
    /// Whether a process died while it wrote, so that its transaction must be rolled back before the file can be read: any reader that may write does that
    /// (https://www.sqlite.org/lockingv3.html#hot_journals, https://www.sqlite.org/rescode.html#readonly_rollback).
    /// </summary>
    private static bool NeedsRecovery(SqliteException error) =>
        error.SqliteExtendedErrorCode is raw.SQLITE_READONLY_ROLLBACK or raw.SQLITE_READONLY_RECOVERY or raw.SQLITE_READONLY_CANTLOCK;

    private async Task<SqliteConnection> ConnectAsync(SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_connectionString) { Mode = mode }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);

            // Opening alone reads nothing: a file that is no database shows only now.
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA schema_version; PRAGMA foreign_keys = OFF;";
            await command.ExecuteNonQueryAsync(cancellationToken);
            raw.sqlite3_progress_handler(connection.Handle, InstructionsPerSign, static database => ((SqliteDatabase)database).Count(), this);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says that code of a backend got on with what is in this database, where SQLite itself has little to do. Cheap; thread-safe.</summary>
    public void Worked() => Interlocked.Increment(ref _work);

    // 0: go on (https://www.sqlite.org/c3ref/progress_handler.html).
    private int Count()
    {
        Interlocked.Increment(ref _work);
        return 0;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = _writer!.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (SqliteException error)
        {
            throw SqliteFault.Of(error, Path);
        }
    }
}
