using System.Collections.Concurrent;
using DocMigrate.Backends;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Locking;
using DocMigrate.Sql.History;
using DocMigrate.Sql.PostgreSql.Access;
using DocMigrate.Sql.PostgreSql.History;
using DocMigrate.Sql.PostgreSql.Locking;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql;

/// <summary>One PostgreSQL database, shared by all stores in it: tables and documents alike. Not thread-safe, but for what says so.</summary>
/// <remarks>
/// Its connections are its own, none is pooled. It never makes a database. Work is done in <see cref="Current"/>, which is the main session unless
/// <see cref="Use"/> says otherwise: for work in parallel, sessions of <see cref="NewSession"/> each prepare their transaction at the same time, and each is
/// made the current one while its checkpoint is written and committed.
/// </remarks>
public sealed class PostgresDatabase : IStoreDatabase
{
    /// <summary>The schema of DocMigrate's own tables where the configuration names none.</summary>
    public const string DefaultSchema = "public";

    private readonly PostgresAddress _address;
    private readonly NpgsqlDataSource _source;
    private readonly PostgresSession _main;
    private readonly PostgresLock _lock;
    private readonly ConcurrentDictionary<int, bool> _processes = [];
    private volatile PostgresHeldLock? _held;
    private volatile StoreException? _outcomeUnknown;
    private int _rollbacks;
    private long _work;

    private PostgresDatabase(PostgresAddress address, TableNaming naming)
    {
        _address = address;
        _source = new NpgsqlDataSourceBuilder(address.ConnectionString).Build();
        Naming = naming;
        _main = Current = new PostgresSession(this);
        FenceKey = AdvisoryKey.OfFence(Schema, naming.Prefix);
        var tables = new HistoryTables(new PostgresHistory(this));
        Ledger = new PostgresLedger(tables);
        Journal = new PostgresJournal(tables);
        FenceRow = new FenceRow(tables);
        _lock = new PostgresLock(this);
    }

    /// <inheritdoc/>
    public string Key => _address.Key;

    /// <inheritdoc/>
    public string DisplayName => _address.DisplayName;

    /// <inheritdoc/>
    public IMigrationLedger Ledger { get; }

    /// <inheritdoc/>
    public IStoreJournal Journal { get; }

    /// <inheritdoc/>
    public IMigrationLock Lock => _lock;

    /// <summary>How the tables are named that DocMigrate keeps in this database.</summary>
    public TableNaming Naming { get; }

    /// <summary>The schema of DocMigrate's own tables: the configured one, else <see cref="DefaultSchema"/>.</summary>
    public string Schema => Naming.Schema ?? DefaultSchema;

    /// <summary>The session that <see cref="Connection"/>, the transaction, ledger and journal are of.</summary>
    public PostgresSession Current { get; private set; }

    /// <summary>Whether a transaction is open in the current session.</summary>
    public bool InTransaction => Current.InTransaction;

    /// <summary>Grows with each transaction that is rolled back: what was remembered about the database before that may be wrong. Thread-safe.</summary>
    public int Rollbacks => Volatile.Read(ref _rollbacks);

    /// <inheritdoc/>
    public long Work => Interlocked.Read(ref _work);

    /// <summary>The current session's connection, in its transaction. Don't dispose of it, and leave its transaction alone.</summary>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public NpgsqlConnection Connection => Current.Connection;

    /// <summary>The fence that transactions are held to; null when the lock is not held, or its fence was not raised yet. Thread-safe.</summary>
    internal long? Fence => _held?.Fence;

    internal long FenceKey { get; }

    internal FenceRow FenceRow { get; }

    internal PostgresAddress Address => _address;

    /// <summary>How long a server is waited for that went away while it was to commit.</summary>
    internal TimeSpan OutcomePatience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The server's processes that work for this object, but for the lock's.</summary>
    internal int[] ServerProcessIds => [.. _processes.Keys];

    /// <summary>The database that a store's settings name, made at its first mention: equal for equal host, port and database, whatever the other settings. Does not connect.</summary>
    /// <exception cref="ConfigurationException">The connection string can't be read, or names no host or no database.</exception>
    public static PostgresDatabase Resolve(StoreSettings settings, IDatabaseRegistry databases)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(databases);
        var address = PostgresAddress.Parse(settings);
        return databases.GetOrAdd(address.Key, () => new PostgresDatabase(address, settings.Tables));
    }

    /// <summary>One of DocMigrate's own tables as SQL: with its schema, quoted.</summary>
    public string TableOf(string table) => PostgresName.Quote(Schema, Naming.Of(table));

    /// <summary>The current session's connection to look with, in its transaction where one is open. Don't dispose of it.</summary>
    /// <exception cref="StoreException">The server can't be reached, does not let the user in, or has no such database.</exception>
    public Task<NpgsqlConnection> OpenForReadingAsync(CancellationToken cancellationToken) => Current.OpenAsync(cancellationToken);

    /// <summary>Another session, not connected yet. Dispose of it when its work is done. Thread-safe.</summary>
    public PostgresSession NewSession() => new(this);

    /// <summary>Makes a session the current one until what is returned is disposed of: then it is again the one that it was.</summary>
    public IDisposable Use(PostgresSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var use = new SessionUse(this, Current);
        Current = session;
        return use;
    }

    /// <inheritdoc/>
    /// <remarks>A database that does not exist is an error here: DocMigrate makes none.</remarks>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        await OpenForReadingAsync(cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public Task BeginAsync(CancellationToken cancellationToken) => Current.BeginAsync(cancellationToken);

    /// <inheritdoc/>
    public Task CommitAsync(CancellationToken cancellationToken) => Current.CommitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task RollbackAsync(CancellationToken cancellationToken) => Current.RollbackAsync(cancellationToken);

    /// <summary>Says that code of a backend got on with what is in this database, where the server itself has little to do. Cheap; thread-safe.</summary>
    public void Worked() => Interlocked.Increment(ref _work);

    /// <summary>Looks. Errors of the driver become DocMigrate's own.</summary>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var connection = await OpenForReadingAsync(cancellationToken);
        try
        {
            return await read(connection);
        }
        catch (Exception error) when (PostgresFault.IsOne(error))
        {
            throw Fault(error);
        }
    }

    /// <summary>Runs <paramref name="write"/> in the open transaction, or in one of its own when none is. Errors of the driver become DocMigrate's own.</summary>
    public async Task WriteAsync(Func<NpgsqlConnection, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
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
        catch (Exception error) when (PostgresFault.IsOne(error))
        {
            throw Fault(error);
        }
        finally
        {
            if (own)
            {
                await RollbackAsync(CancellationToken.None);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lock.DisposeAsync();
        await _main.DisposeAsync();
        await _source.DisposeAsync();
    }

    internal StoreException Fault(Exception error) => PostgresFault.Of(error, _address);

    /// <summary>A connection that is ready to be used, and the server's side of it.</summary>
    internal Task<(NpgsqlConnection Connection, ServerSession Server)> ConnectAsync(CancellationToken cancellationToken) =>
        SessionStart.ConnectAsync(_source, _address, cancellationToken);

    internal void Opened(int serverProcess) => _processes[serverProcess] = true;

    internal void Closed(int serverProcess) => _processes.TryRemove(serverProcess, out _);

    internal void RolledBack() => Interlocked.Increment(ref _rollbacks);

    /// <summary>From now on every transaction is held to the lock's fence, once that was raised.</summary>
    internal void Hold(PostgresHeldLock held) => _held = held;

    /// <summary>The lock was released.</summary>
    internal void Release(PostgresHeldLock held) => Interlocked.CompareExchange(ref _held, null, held);

    /// <exception cref="StoreException">The lock's connection was lost, so another run may have the lock by now.</exception>
    internal void RequireLock() => _held?.RequireConnection();

    /// <summary>Nothing more is written: what was to be written next depends on what became of a transaction.</summary>
    internal void StopWriting(StoreException outcomeUnknown) => _outcomeUnknown = outcomeUnknown;

    /// <exception cref="StoreException">What became of an earlier transaction is not known.</exception>
    internal void RequireKnownOutcomes()
    {
        if (_outcomeUnknown is { } unknown)
        {
            throw unknown;
        }
    }

    private sealed class SessionUse(PostgresDatabase database, PostgresSession before) : IDisposable
    {
        public void Dispose() => database.Current = before;
    }
}
