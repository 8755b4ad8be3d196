namespace DocMigrate.Engine.Planning;

/// <summary>Says what migrations touch, and where two of them touch the same.</summary>
internal static class MigrationTouches
{
    public static IEnumerable<MigrationTouch> Of(MigrationDefinition migration) => migration.Operations
        .SelectMany(static operation => operation.Operation.Touches(), static (operation, touch) => new MigrationTouch(operation.Store, touch))
        .Distinct();

    /// <summary>The places where the order of two migrations matters; empty when they may be applied in any order.</summary>
    public static IReadOnlyList<MigrationTouch> Overlap(MigrationDefinition left, MigrationDefinition right)
    {
        var others = Of(right).ToLookup(static touch => touch.Store);
        return
        [
            .. Of(left)
                .SelectMany(mine => others[mine.Store].Where(other => mine.Touch.Overlaps(other.Touch)).Select(other => Narrower(mine, other)))
                .Distinct(),
        ];
    }

    /// <summary>The tables and collections that both change, in whatever places.</summary>
    public static IReadOnlyList<MigrationTouch> Shared(MigrationDefinition left, MigrationDefinition right)
    {
        var others = Of(right).Where(static touch => !touch.Touch.Reads).ToLookup(static touch => (touch.Store, touch.Touch.Subject));
        return [.. Of(left).Where(mine => !mine.Touch.Reads && others.Contains((mine.Store, mine.Touch.Subject))).DistinctBy(static touch => touch.Name)];
    }

    private static MigrationTouch Narrower(MigrationTouch left, MigrationTouch right) =>
        left.Touch.Subject is null || (right.Touch.Subject is not null && right.Touch.Path.Count > left.Touch.Path.Count) ? right : left;
}
