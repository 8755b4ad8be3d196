using DocMigrate.History;
using DocMigrate.Keeping;

namespace DocMigrate.Engine.Keeping;

/// <summary>What one operation keeps aside. Its JSON names are stable.</summary>
public sealed record ShadowReport
{
    /// <summary>The store.</summary>
    public required string Store { get; init; }

    /// <summary>The migration, as <c>module.name</c>.</summary>
    public required string Migration { get; init; }

    /// <summary>Where the migration stands; null when the history does not know it.</summary>
    public required MigrationStatus? Status { get; init; }

    /// <summary>The operation's place among the migration's operations on the store, from 0.</summary>
    public required int Operation { get; init; }

    /// <summary>The direction that took the values.</summary>
    public required Direction Direction { get; init; }

    /// <summary>How many values, or rows or documents where those are kept whole.</summary>
    public required long Values { get; init; }

    /// <summary>About how many bytes; null where the store does not tell.</summary>
    public required long? Bytes { get; init; }

    /// <summary>When the migration was last run, in UTC; null when the history does not know it.</summary>
    public required DateTimeOffset? Since { get; init; }

    internal static ShadowReport Of(KeptAside kept, LedgerEntry? entry) => new()
    {
        Store = kept.Store,
        Migration = kept.Migration.ToString(),
        Status = entry?.Status,
        Operation = kept.Operation,
        Direction = kept.Direction,
        Values = kept.Values,
        Bytes = kept.Bytes,
        Since = entry?.StartedAt,
    };
}
