using DocMigrate.History;
using DocMigrate.Running;

namespace DocMigrate.Engine.History;

/// <summary>What ledger and journal entries say, in the words of the engine.</summary>
internal static class LedgerEntries
{
    /// <summary>The part for a store, or null when there is none.</summary>
    public static LedgerPart? Part(this LedgerEntry entry, string store) => entry.Parts.FirstOrDefault(part => part.Store == store);

    public static LedgerEntry WithPart(this LedgerEntry entry, LedgerPart part) =>
        entry with { Parts = entry.Parts.Select(other => other.Store == part.Store ? part : other).ToValueList() };

    /// <summary>Whether something of it is, or may be, in a store: all but pending and undone.</summary>
    public static bool IsTouched(this MigrationStatus status) => status is not (MigrationStatus.Pending or MigrationStatus.RolledBack);

    /// <summary>Whether a run began it and neither finished nor undid it.</summary>
    public static bool IsHalfDone(this MigrationStatus status) => status is MigrationStatus.Running or MigrationStatus.Failed;

    /// <summary>Whether nothing was committed at that progress.</summary>
    public static bool IsNothing(this StepProgress progress) => progress is { Completed: 0, InHand: 0, Cursor: null };

    /// <summary>The status of a migration, from its parts: applied only when all are.</summary>
    public static MigrationStatus Combine(IReadOnlyCollection<LedgerPart> parts)
    {
        if (parts.All(static part => part.Status == MigrationStatus.Applied))
        {
            return MigrationStatus.Applied;
        }

        if (!parts.Any(static part => part.Status.IsTouched()))
        {
            return parts.Any(static part => part.Status == MigrationStatus.RolledBack) ? MigrationStatus.RolledBack : MigrationStatus.Pending;
        }

        return parts.Any(static part => part.Status == MigrationStatus.Failed) ? MigrationStatus.Failed : MigrationStatus.Running;
    }
}
