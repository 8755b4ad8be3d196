using DocMigrate.Backends;
using DocMigrate.Faults.Children;
using DocMigrate.History;
using DocMigrate.Locking;
using DocMigrate.Sql.Sqlite;

namespace DocMigrate.Faults.Injection;

/// <summary>Stands before a database: its transactions, and through it before ledger, journal and lock.</summary>
internal sealed class DatabaseInterceptor(Injector injector, ChildRequest request, IStoreDatabase database) : Interceptor
{
    private readonly List<JournalEntry> _late = [];
    private IMigrationLedger? _ledger;
    private IStoreJournal? _journal;
    private IMigrationLock? _lock;
    private bool _inTransaction;
    private int _begun;

    /// <summary>What the store's journal was told in the open transaction: that a chunk was done, or that a step ended; null when it is the ledger's alone.</summary>
    public MigrationStatus? Journaled { get; set; }

    public override object? Call(string member, object?[] arguments, Func<object?> inner) => member switch
    {
        "get_Ledger" => _ledger ??= FaultProxy.Wrap((IMigrationLedger)inner()!, new LedgerInterceptor(injector)),
        "get_Journal" => _journal ??= FaultProxy.Wrap((IStoreJournal)inner()!, new JournalInterceptor(injector, request, this)),
        "get_Lock" => _lock ??= FaultProxy.Wrap((IMigrationLock)inner()!, new LockInterceptor(injector)),
        nameof(IStoreDatabase.BeginAsync) => Then(inner(), BegunAsync),
        nameof(IStoreDatabase.CommitAsync) => CommitAsync(inner),
        nameof(IStoreDatabase.RollbackAsync) => Around(Forget, inner, () => injector.Reach(FaultPoints.RolledBack)),
        _ => inner(),
    };

    /// <summary>Keeps a journal entry until the transaction that it belongs in is over: what the switched-off protection forbids.</summary>
    public bool TakeLate(JournalEntry entry)
    {
        if (!injector.IsOff(Protections.Checkpoint) || !_inTransaction)
        {
            return false;
        }

        _late.Add(entry);
        return true;
    }

    private void Forget()
    {
        _inTransaction = false;
        Journaled = null;
        _late.Clear();
    }

    private async Task BegunAsync()
    {
        _inTransaction = true;
        _begun++;
        if (request.Trouble is { } trouble && database is SqliteDatabase file && trouble.Store == Path.GetFileNameWithoutExtension(file.Path) && trouble.Transaction == _begun)
        {
            await using var command = file.Connection.CreateCommand();
            command.CommandText = trouble.Statement;
            await command.ExecuteNonQueryAsync();
        }

        injector.Reach(FaultPoints.Begun);
    }

    private async Task CommitAsync(Func<object?> inner)
    {
        var (before, after) = Journaled switch
        {
            null => (FaultPoints.RecordBefore, FaultPoints.RecordAfter),
            MigrationStatus.Running => (FaultPoints.CheckpointBefore, FaultPoints.CheckpointAfter),
            _ => (FaultPoints.CommitBefore, FaultPoints.CommitAfter),
        };
        Journaled = null;
        injector.Reach(before);
        await (Task)inner()!;
        _inTransaction = false;
        injector.Reach(after);
        foreach (var entry in _late)
        {
            await database.Journal.WriteAsync(entry, CancellationToken.None);
        }

        _late.Clear();
    }
}
