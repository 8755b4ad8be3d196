using DocMigrate.History;
using DocMigrate.Running;

namespace DocMigrate.Sql.Sqlite.Tests.Harness;

/// <summary>Entries with every property set.</summary>
internal static class Entries
{
    public static DateTimeOffset Time { get; } = new(2026, 11, 22, 12, 0, 0, 123, 456, TimeSpan.FromHours(1));

    public static LedgerEntry Ledger(string name, MigrationStatus status = MigrationStatus.Applied) => new()
    {
        Migration = new MigrationId("shop", name),
        Dependencies = [new MigrationId("shop", "0001_initial"), new MigrationId("crm", "0007_x")],
        Hash = "v1:" + new string('a', 64),
        Status = status,
        Direction = Direction.Backward,
        Parts =
        [
            new LedgerPart { Store = "main", Status = status, Operations = "[{\"kind\":\"runSql\",\"up\":\"it's\"}]", Counts = new StepCounts(1, 2, 3, 4), Error = "broken" },
            new LedgerPart { Store = "catalog", Status = MigrationStatus.Pending, Operations = "[]" },
        ],
        StartedAt = Time,
        AppliedAt = Time.AddSeconds(1),
        Actor = "ada@host",
        Fence = 5,
        ToolVersion = "0.1.0",
    };

    /// <summary>As it is read when operations are not asked for.</summary>
    public static LedgerEntry Brief(this LedgerEntry entry) =>
        entry with { Parts = entry.Parts.Select(static part => part with { Operations = null }).ToValueList() };

    public static JournalEntry Brief(this JournalEntry entry) => entry with { Operations = null };

    public static JournalEntry Journal(string name, string store = "main", long changed = 0) => new()
    {
        Migration = new MigrationId("shop", name),
        Store = store,
        Direction = Direction.Backward,
        Status = MigrationStatus.Failed,
        Hash = "v1:x",
        Dependencies = [new MigrationId("shop", "0001_initial")],
        Stores = [store, "other"],
        Operations = "[]",
        Progress = new StepProgress { Completed = 2, InHand = 1, Cursor = "{\"after\":\"5\"}", Counts = new StepCounts(Changed: changed) },
        Undo = new StepProgress { Completed = 1 },
        StartedAt = Time,
        UpdatedAt = Time.AddMinutes(2),
        Actor = "ada@host",
        Error = "it's broken",
        Fence = 5,
        ToolVersion = "0.1.0",
    };
}
