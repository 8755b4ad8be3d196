using DocMigrate.Backends;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Locking;

namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>A database in memory, with transactions that really roll back. A write without one is durable at once.</summary>
public sealed class FakeDatabase(FakeWorld world, string key) : IStoreDatabase, IMigrationLedger, IStoreJournal, IMigrationLock
{
    private FakeContent? _before;
    private FakeHeldLock? _held;

    public string Key { get; } = key;

    public string DisplayName => $"fake database {Key}";

    public long Work => 0;

    public IMigrationLedger Ledger => this;

    public IStoreJournal Journal => this;

    public IMigrationLock Lock => this;

    /// <summary>What it holds, the open transaction included.</summary>
    public FakeContent Content { get; private set; } = new();

    public bool Exists { get; set; }

    public bool IsUnreachable { get; set; }

    public bool IsReadOnly { get; set; }

    public LockHolder? HeldBy { get; set; }

    /// <summary>Called when a transaction has been committed.</summary>
    public Action? OnCommit { get; set; }

    /// <summary>Whether somebody else has a transaction open.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether somebody else's transaction keeps even readers out.</summary>
    public bool IsBusyToReaders { get; set; }

    /// <summary>Called when somebody takes the lock, before it is taken.</summary>
    public Action? OnLock { get; set; }

    /// <summary>Called when somebody has taken the lock.</summary>
    public Action? OnLocked { get; set; }

    public void Change(Func<FakeContent, FakeContent> change)
    {
        world.Write();
        RequireWritable();
        Content = change(Content);
        Exists = true;
    }

    public void Recover()
    {
        Content = _before ?? Content;
        _before = null;
        HeldBy = null;
        _held = null;
    }

    /// <summary>What another process or a backup makes of it.</summary>
    public void Replace(FakeContent content) => Content = content;

    public Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        world.Live();
        return IsUnreachable
            ? throw new StoreException(FakeErrors.Store, $"'{Key}' can't be reached.", "Start it.")
            : Task.FromResult(Exists);
    }

    public Task BeginAsync(CancellationToken cancellationToken)
    {
        world.Live();
        cancellationToken.ThrowIfCancellationRequested();
        RequireWritable();
        if (IsBusy)
        {
            throw new StoreException(FakeErrors.Store, $"'{Key}' is being written.", "Wait.") { IsBusy = true };
        }

        Assert.Null(_before);
        if (_held?.Fence is { } own)
        {
            RequireFence(own);
        }

        _before = Content;
        Exists = true;
        world.Log.Add($"begin {Key}");
        return Task.CompletedTask;
    }

    public Task CommitAsync(CancellationToken cancellationToken)
    {
        // Dying on the way into a commit and on the way out of it are two different things.
        world.Write();
        Assert.NotNull(_before);
        _before = null;
        world.Log.Add($"commit {Key}");
        world.Write();
        OnCommit?.Invoke();
        return Task.CompletedTask;
    }

    public Task RollbackAsync(CancellationToken cancellationToken)
    {
        world.Live();
        if (_before is not null)
        {
            Content = _before;
            _before = null;
            world.Log.Add($"rollback {Key}");
        }

        return Task.CompletedTask;
    }

    /// <summary>How often the ledger was read whole.</summary>
    public int Readings { get; private set; }

    Task<IReadOnlyList<LedgerEntry>> IMigrationLedger.ReadAsync(CancellationToken cancellationToken)
    {
        world.Live();
        Readings++;
        if (IsBusyToReaders)
        {
            throw new StoreException(FakeErrors.Store, $"'{Key}' is being written.", "Wait.") { IsBusy = true };
        }

        return Task.FromResult<IReadOnlyList<LedgerEntry>>(
            [.. Content.Ledger.Select(static entry => entry with { Parts = entry.Parts.Select(static part => part with { Operations = null }).ToValueList() })]);
    }

    public Task<IReadOnlyList<AppliedMigration>?> ReadAppliedAsync(CancellationToken cancellationToken)
    {
        world.Live();
        return Task.FromResult(Applied(Content.Ledger.Select(static entry => (entry.Migration, entry.Hash, entry.Status))));
    }

    public Task<IReadOnlyList<AppliedMigration>?> ReadAppliedAsync(string store, CancellationToken cancellationToken)
    {
        world.Live();
        return Task.FromResult(Applied(Content.Journal.Where(entry => entry.Store == store).Select(static entry => (entry.Migration, entry.Hash, entry.Status))));
    }

    private static IReadOnlyList<AppliedMigration>? Applied(IEnumerable<(MigrationId Migration, string Hash, MigrationStatus Status)> entries)
    {
        var all = entries.ToArray();
        return all.Any(static entry => entry.Status is MigrationStatus.Running or MigrationStatus.Failed)
            ? null
            : [.. all.Where(static entry => entry.Status == MigrationStatus.Applied).Select(static entry => new AppliedMigration(entry.Migration, entry.Hash))];
    }

    public Task<IReadOnlyDictionary<string, string>> ReadOperationsAsync(MigrationId migration, CancellationToken cancellationToken)
    {
        world.Live();
        var parts = Content.Ledger.Find(entry => entry.Migration == migration)?.Parts ?? [];
        return Task.FromResult<IReadOnlyDictionary<string, string>>(parts.ToDictionary(static part => part.Store, static part => part.Operations!));
    }

    public Task<HistoryIdentity?> ReadIdentityAsync(CancellationToken cancellationToken)
    {
        world.Live();
        return Task.FromResult(Content.History);
    }

    public Task WriteIdentityAsync(HistoryIdentity identity, CancellationToken cancellationToken)
    {
        Change(content => content with { History = identity });
        return Task.CompletedTask;
    }

    public Task WriteAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        entry = entry with { Fence = _held?.Fence ?? entry.Fence };
        Change(content =>
        {
            var index = content.Ledger.FindIndex(other => other.Migration == entry.Migration);
            var before = index >= 0 ? content.Ledger[index] : null;
            var whole = entry with
            {
                Order = before?.Order ?? content.Ledger.Count + 1,
                Parts = entry.Parts.Select(part => part with
                {
                    Operations = part.Operations ?? before?.Parts.FirstOrDefault(other => other.Store == part.Store)?.Operations ?? "[]",
                }).ToValueList(),
            };
            return content with { Ledger = before is null ? content.Ledger.Add(whole) : content.Ledger.SetItem(index, whole) };
        });
        return Task.CompletedTask;
    }

    public Task DeleteAsync(MigrationId migration, CancellationToken cancellationToken)
    {
        Change(content => content with { Ledger = content.Ledger.RemoveAll(entry => entry.Migration == migration) });
        return Task.CompletedTask;
    }

    public Task DeleteAsync(MigrationId migration, string store, CancellationToken cancellationToken)
    {
        Change(content => content with { Journal = content.Journal.RemoveAll(entry => entry.Migration == migration && entry.Store == store) });
        return Task.CompletedTask;
    }

    public Task AppendAsync(HistoryEvent historyEvent, CancellationToken cancellationToken)
    {
        Change(content => content with { Events = content.Events.Add(historyEvent) });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<HistoryEvent>> ReadEventsAsync(CancellationToken cancellationToken)
    {
        world.Live();
        return Task.FromResult<IReadOnlyList<HistoryEvent>>(Content.Events);
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(string store, CancellationToken cancellationToken)
    {
        world.Live();
        return Task.FromResult<IReadOnlyList<JournalEntry>>([.. Content.Journal.Where(entry => entry.Store == store).Select(static entry => entry with { Operations = null })]);
    }

    public Task<string?> ReadOperationsAsync(string store, MigrationId migration, CancellationToken cancellationToken)
    {
        world.Live();
        return Task.FromResult(Content.Journal.Find(entry => entry.Store == store && entry.Migration == migration)?.Operations);
    }

    public Task<StoreIdentity?> ReadIdentityAsync(string store, CancellationToken cancellationToken)
    {
        world.Live();
        return Task.FromResult(Content.Identities.GetValueOrDefault(store));
    }

    public Task WriteIdentityAsync(StoreIdentity identity, CancellationToken cancellationToken)
    {
        Change(content => content with { Identities = content.Identities.SetItem(identity.Store, identity) });
        return Task.CompletedTask;
    }

    public Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        entry = entry with { Fence = _held?.Fence ?? entry.Fence };
        Change(content =>
        {
            var index = content.Journal.FindIndex(other => other.Migration == entry.Migration && other.Store == entry.Store);
            var whole = entry with { Operations = entry.Operations ?? (index >= 0 ? content.Journal[index].Operations : "[]") };
            return content with { Journal = index >= 0 ? content.Journal.SetItem(index, whole) : content.Journal.Add(whole) };
        });
        return Task.CompletedTask;
    }

    public Task<IHeldLock?> TryAcquireAsync(LockHolder holder, CancellationToken cancellationToken)
    {
        world.Live();
        OnLock?.Invoke();
        if (HeldBy is not null)
        {
            return Task.FromResult<IHeldLock?>(null);
        }

        HeldBy = holder;
        _held = new FakeHeldLock(this, holder);
        world.Log.Add($"lock {Key}");
        OnLocked?.Invoke();
        return Task.FromResult<IHeldLock?>(_held);
    }

    public Task<LockHolder?> ReadHolderAsync(CancellationToken cancellationToken) => Task.FromResult(HeldBy);

    public Task<long> ReadFenceAsync(CancellationToken cancellationToken)
    {
        world.Live();
        return Task.FromResult(Content.Fence);
    }

    public Task RaiseFenceAsync(long from, long to, CancellationToken cancellationToken)
    {
        RequireFence(from);
        Change(content => content with { Fence = to });
        return Task.CompletedTask;
    }

    public Task BreakAsync(CancellationToken cancellationToken)
    {
        HeldBy = null;
        return Task.CompletedTask;
    }

    public void Release(FakeHeldLock held)
    {
        if (HeldBy is { } holder && holder.IsSameHolding(held.Holder))
        {
            HeldBy = null;
        }

        if (_held == held)
        {
            _held = null;
            world.Log.Add($"unlock {Key}");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void RequireFence(long own)
    {
        if (Content.Fence != own)
        {
            throw new LockLostException(DisplayName, own, Content.Fence);
        }
    }

    private void RequireWritable()
    {
        if (IsReadOnly)
        {
            throw new StoreException(FakeErrors.Store, $"'{Key}' can't be written.", "Make it writable.");
        }
    }
}
