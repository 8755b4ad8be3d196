using DocMigrate.History;
using DocMigrate.Running;
using DocMigrate.Specification.Harness;

namespace DocMigrate.Specification.History;

/// <summary>The database of one test, and entries with every property set.</summary>
public abstract class HistoryTests : DatabaseTests
{
    protected static DateTimeOffset Time { get; } = new(2026, 11, 22, 12, 0, 0, 123, TimeSpan.FromHours(1));

    protected static MigrationId Id(string name) => new("shop", name);

    protected static LedgerEntry Entry(string name, MigrationStatus status = MigrationStatus.Applied) => new()
    {
        Migration = Id(name),
        Dependencies = [Id("0001_initial"), new MigrationId("crm", "0007_x")],
        Replaces = [Id("0000_old")],
        Hash = "v1:" + new string('a', 64),
        Status = status,
        Direction = Direction.Backward,
        Parts =
        [
            new LedgerPart { Store = "main", Status = status, Operations = """[{"kind":"runSql","up":"it's"}]""", Counts = new StepCounts(1, 2, 3, 4), Error = "broken" },
            new LedgerPart { Store = "catalog", Status = MigrationStatus.Pending, Operations = "[]" },
        ],
        StartedAt = Time,
        AppliedAt = Time.AddSeconds(1),
        Actor = "ada@host",
        Fence = 7,
        ToolVersion = "0.1.0",
    };

    protected static JournalEntry JournalEntry(string name, string store = "main", long changed = 0) => new()
    {
        Migration = Id(name),
        Store = store,
        Direction = Direction.Backward,
        Status = MigrationStatus.Failed,
        Hash = "v1:x",
        Dependencies = [Id("0001_initial")],
        Replaces = [Id("0000_old")],
        Stores = [store, "other"],
        Operations = """[{"kind":"runSql","up":"it's"}]""",
        Progress = new StepProgress { Completed = 2, InHand = 1, Cursor = """{"after":"5"}""", Counts = new StepCounts(Changed: changed) },
        Undo = new StepProgress { Completed = 1 },
        StartedAt = Time,
        UpdatedAt = Time.AddMinutes(2),
        Actor = "ada@host",
        Fence = 7,
        Error = "it's broken",
        ToolVersion = "0.1.0",
    };

    /// <summary>As it is read when operations are not asked for.</summary>
    protected static LedgerEntry Brief(LedgerEntry entry) =>
        entry with { Parts = entry.Parts.Select(static part => part with { Operations = null }).ToValueList() };

    protected static JournalEntry Brief(JournalEntry entry) => entry with { Operations = null };
}
