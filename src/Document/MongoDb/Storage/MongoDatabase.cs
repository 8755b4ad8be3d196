using DocMigrate.Backends;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Storage.History;
using DocMigrate.Document.MongoDb.Storage.Locking;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Locking;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage;

/// <summary>One MongoDB database, shared by all stores in it. Not thread-safe, but for what says so.</summary>
/// <remarks>
/// <para>
/// On replica sets and sharded clusters <see cref="BeginAsync"/> begins a transaction of the server, and touches the fence in it: who raises the fence has to wait for its end.
/// </para>
/// <para>
/// A standalone server has no transactions. There what is written to collections is done at once, and history that is written is sent by <see cref="CommitAsync"/>, in its order:
/// so the data is always ahead of what is recorded of it, and a run that goes on does the last chunk again. <see cref="RollbackAsync"/> forgets the history, and undoes no data.
/// Commands of a holder of the lock carry a <c>maxTimeMS</c> below what is left of its lease.
/// </para>
/// </remarks>
public sealed class MongoDatabase : IStoreDatabase, IProbesServer
{
    private readonly MongoLock _lock;
    private readonly MongoTransaction _transaction;
    private volatile MongoHeldLock? _held;
    private ServerCapabilities? _server;
    private long _work;

    private MongoDatabase(IMongoTransport transport, string name, string key, string displayName, TableNaming naming, MongoStoreOptions options, TimeProvider time)
    {
        (Transport, Name, Key, DisplayName, Naming, Options) = (transport, name, key, displayName, naming, options);
        Own = new OwnCollections(this);
        History = new HistoryBuffer(this);
        _transaction = new MongoTransaction(this, time);
        Ledger = new MongoLedger(this);
        Journal = new MongoJournal(this);
        _lock = new MongoLock(this, time);
    }

    /// <inheritdoc/>
    public string Key { get; }

    /// <inheritdoc/>
    public string DisplayName { get; }

    /// <inheritdoc/>
    public long Work => Interlocked.Read(ref _work);

    /// <inheritdoc/>
    public IMigrationLedger Ledger { get; }

    /// <inheritdoc/>
    public IStoreJournal Journal { get; }

    /// <inheritdoc/>
    public IMigrationLock Lock => _lock;

    /// <summary>The database's name on its server.</summary>
    public string Name { get; }

    /// <summary>The way to the server. What is sent by it directly is held to no fence: for looking only.</summary>
    public IMongoTransport Transport { get; }

    /// <summary>How the collections are named that DocMigrate keeps in this database.</summary>
    public TableNaming Naming { get; }

    /// <summary>Whether a transaction is open: one of the server's, or what takes its place.</summary>
    public bool InTransaction => _transaction.IsOpen;

    /// <summary>Whether documents were written in the transaction that is open: a checkpoint has to come before <see cref="DefineAsync"/>.</summary>
    public bool HasWritten => _transaction.HasWritten;

    /// <summary>
    /// From now on the transaction that is open is never begun anew by itself: what is written in it follows from what was read in it. Where the server ends it, that is DM6229. Does nothing
    /// where none is open.
    /// </summary>
    public void Pin() => _transaction.Pin();

    /// <summary>Grows with each transaction that is rolled back: what was remembered about the database before that may be wrong.</summary>
    public int Rollbacks => _transaction.Rollbacks;

    /// <summary>How it is worked on.</summary>
    internal MongoStoreOptions Options { get; }

    internal OwnCollections Own { get; }

    internal HistoryBuffer History { get; }

    /// <summary>The fence that transactions are held to; null when the lock is not held, or its fence was not raised yet. Thread-safe.</summary>
    internal long? Fence => _held?.Fence;

    internal MongoHeldLock? Held => _held;

    internal MongoTransaction Transaction => _transaction;

    /// <summary>The database that a store's settings name, made at its first mention: equal for equal servers and database, whatever the other settings. Does not connect.</summary>
    /// <exception cref="ConfigurationException">The connection string or a setting can't be used.</exception>
    public static MongoDatabase Resolve(StoreSettings settings, IDatabaseRegistry databases)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(databases);
        var address = MongoAddress.Parse(settings);
        var options = MongoStoreOptions.Of(settings);
        if (settings.Tables.Schema is { } schema)
        {
            throw MongoStoreOptions.Bad(settings, "tables:schema", schema, "a prefix only: MongoDB has no schemas");
        }

        return databases.GetOrAdd(address.Key, () => new MongoDatabase(
            MongoTransport.Open(address.Connection), address.Database, address.Key, address.DisplayName, settings.Tables, options, TimeProvider.System));
    }

    /// <summary>A database over a transport that is there already: an application's own client. Disposing it disposes the transport.</summary>
    /// <param name="transport">The way to the server.</param>
    /// <param name="name">The database's name on the server.</param>
    /// <param name="displayName">What a person recognises it by; without secrets.</param>
    /// <param name="naming">How DocMigrate's own collections are named; null for <see cref="TableNaming.Default"/>.</param>
    /// <param name="options">How it is worked on; null for <see cref="MongoStoreOptions.Default"/>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public static MongoDatabase Over(
        IMongoTransport transport, string name, string displayName, TableNaming? naming = null, MongoStoreOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new MongoDatabase(
            transport, name, $"mongodb:{displayName}/{name}", displayName, naming ?? TableNaming.Default, options ?? MongoStoreOptions.Default, time ?? TimeProvider.System);
    }

    /// <summary>The name of one of DocMigrate's own collections.</summary>
    public string CollectionOf(string own) => Naming.Of(own);

    /// <summary>A command for this database, for <see cref="RunAsync(MongoCommand, CancellationToken)"/>.</summary>
    /// <param name="body">The command; its first key is its name.</param>
    /// <param name="kind">What it does; default neither a plain read nor a write.</param>
    public MongoCommand Command(JObject body, CommandKind kind = CommandKind.Other) => new() { Database = Name, Body = body, Kind = kind };

    /// <summary>What the server is and can do, found out at the first call.</summary>
    /// <exception cref="MongoException">No server can be reached.</exception>
    public async Task<ServerCapabilities> GetServerAsync(CancellationToken cancellationToken) =>
        _server ??= await Transport.GetCapabilitiesAsync(cancellationToken);

    /// <summary>Whether a transaction of this database is one of the server's, which can be rolled back.</summary>
    /// <exception cref="MongoException">No server can be reached.</exception>
    /// <exception cref="StoreException">It has none, and the settings ask for them (DM6228).</exception>
    public async Task<bool> HasTransactionsAsync(CancellationToken cancellationToken)
    {
        var server = await GetServerAsync(cancellationToken);
        return server.HasTransactions || !Options.RequiresTransactions ? server.HasTransactions : throw new StoreException(
            MongoErrors.TransactionsMissing,
            $"'{DisplayName}' is on a server without transactions, and the store's settings ask for them.",
            "Use a replica set (a single server becomes one with mongod --replSet rs0 and rs.initiate()), or take \"transactions\": \"required\" out of the settings.");
    }

    /// <summary>Whether the server is known to have no transactions: what is written to documents is done at once. Default false, as long as no server was asked.</summary>
    internal bool WritesAtOnce => _server is { HasTransactions: false };

    /// <summary>Sends a command as <see cref="RunAsync(MongoCommand, bool, CancellationToken)"/>, which compares nothing.</summary>
    public Task<RawDocument> RunAsync(MongoCommand command, CancellationToken cancellationToken) => RunAsync(command, compares: false, cancellationToken);

    /// <summary>
    /// Sends a command that reads or writes documents, in the transaction that is open where one is. What writes is held to the lock: it is not sent when the lease is over. Where the
    /// server ends the transaction for its own reasons (a write conflict, another primary), it is begun anew, if all that was written in it compares.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="compares">
    /// Whether each write holds for the documents as they were read only, by its filter: then it may be sent again in another transaction, and is wrong there if it does not do the same.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidOperationException">It writes, and no transaction is open.</exception>
    /// <exception cref="StoreException">The lease is over (DM6226), or others were in the way (DM6229): then nothing of the transaction is done, and it has to be rolled back.</exception>
    /// <exception cref="LockLostException">The fence is another than that of the lock which is held.</exception>
    /// <exception cref="MongoException">The server can't be reached, or refused the command.</exception>
    public async Task<RawDocument> RunAsync(MongoCommand command, bool compares, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var reply = await _transaction.RunAsync(command, compares, cancellationToken);
        Worked();
        return reply;
    }

    /// <summary>
    /// Sends a command that no transaction may have: it makes, changes, drops or renames a collection or an index. It is done at once and never rolled back. What is written meanwhile to the
    /// history stays in the transaction that is open.
    /// </summary>
    /// <exception cref="InvalidOperationException">No transaction is open, or documents were written in it: a checkpoint has to come first.</exception>
    /// <exception cref="StoreException">The lease is over (DM6226).</exception>
    /// <exception cref="LockLostException">The fence is another than that of the lock which is held.</exception>
    /// <exception cref="MongoException">The server can't be reached, or refused the command.</exception>
    public async Task<RawDocument> DefineAsync(MongoCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var reply = await _transaction.DefineAsync(command, cancellationToken);
        Worked();
        return reply;
    }

    /// <summary>The documents of a cursor, not decoded, in batches: memory does not grow with their number. In the transaction that is open where one is, and then only as long as it is.</summary>
    /// <param name="body"><c>find</c>, <c>aggregate</c>, <c>listCollections</c> or <c>listIndexes</c>.</param>
    /// <param name="batch">How many documents a batch has at most; null for as many as the server likes (16 MB of them at most).</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IAsyncEnumerable<RawDocument> StreamAsync(JObject body, int? batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        return MongoCursor.StreamAsync(this, body, batch, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>True whenever a server answers: a database that is not there is made by the first write.</remarks>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Transport.RunAsync(Command(Bodies.Of(("ping", 1)), CommandKind.Read), cancellationToken);
            return true;
        }
        catch (MongoException error)
        {
            throw new StoreException(error.Code, error.Message, error.Remedy, error);
        }
    }

    /// <inheritdoc/>
    public Task<ServerReport> ProbeAsync(CancellationToken cancellationToken) => MongoProbe.AskAsync(this, cancellationToken);

    /// <inheritdoc/>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _transaction.BeginAsync(cancellationToken);
        Worked();
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">It is not known whether it was committed (DM6227): nothing more is written then.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _transaction.CommitAsync(cancellationToken);
        Worked();
    }

    /// <inheritdoc/>
    public Task RollbackAsync(CancellationToken cancellationToken) => _transaction.RollbackAsync();

    /// <summary>Says that code of a backend got on with what is in this database, where the server itself has little to do. Cheap; thread-safe.</summary>
    public void Worked() => Interlocked.Increment(ref _work);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Transport.DisposeAsync();
    }

    /// <summary>Runs <paramref name="write"/> in the open transaction, or in one of its own when none is.</summary>
    internal async Task WriteAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        if (InTransaction)
        {
            await write();
            return;
        }

        await BeginAsync(cancellationToken);
        try
        {
            await write();
            await CommitAsync(cancellationToken);
        }
        finally
        {
            await RollbackAsync(CancellationToken.None);
        }
    }

    /// <summary>From now on every transaction is held to the lock's fence, once that was raised.</summary>
    internal void Hold(MongoHeldLock held) => _held = held;

    /// <summary>The lock was released.</summary>
    internal void Release(MongoHeldLock held) => Interlocked.CompareExchange(ref _held, null, held);
}
