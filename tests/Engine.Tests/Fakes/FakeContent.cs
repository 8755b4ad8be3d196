using System.Collections.Immutable;
using DocMigrate.History;

namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>All that a database holds. Immutable, so that a rollback is exact.</summary>
public sealed record FakeContent
{
    public ImmutableDictionary<string, int> Data { get; init; } = ImmutableDictionary<string, int>.Empty;

    public ImmutableList<LedgerEntry> Ledger { get; init; } = [];

    public ImmutableList<JournalEntry> Journal { get; init; } = [];

    public HistoryIdentity? History { get; init; }

    public ImmutableDictionary<string, StoreIdentity> Identities { get; init; } = ImmutableDictionary<string, StoreIdentity>.Empty;

    public ImmutableList<HistoryEvent> Events { get; init; } = [];

    public long Fence { get; init; }
}
