using DocMigrate.Errors;

namespace DocMigrate.Engine.History;

/// <summary>The codes of errors between plan, history and run.</summary>
internal static class HistoryErrors
{
    public static ErrorCode InconsistentOrder { get; } = new("DM3001", "Applied before its dependency");

    public static ErrorCode StoreBehind { get; } = new("DM3002", "A store is behind the history");

    public static ErrorCode Irreversible { get; } = new("DM3003", "An operation has no way back");

    public static ErrorCode EditedWhileBegun { get; } = new("DM3004", "A half-done migration was edited");

    public static ErrorCode NeededByUnknown { get; } = new("DM3005", "An applied migration whose code is gone is in the way");

    public static ErrorCode HistoryLost { get; } = new("DM3011", "The history is lost");

    public static ErrorCode StoreGone { get; } = new("DM3012", "A store is gone");

    public static ErrorCode AnotherStore { get; } = new("DM3013", "A store is another one");

    public static ErrorCode TwoHistories { get; } = new("DM3014", "The stores belong to different histories");

    public static ErrorCode CodeMissing { get; } = new("DM3030", "Only code that is not here could undo it");

    public static ErrorCode StoreNotConfigured { get; } = new("DM3031", "A migration to be undone is on a store that the configuration lacks");

    public static ErrorCode ScriptNotConfirmed { get; } = new("DM3032", "SQL out of the history was not agreed to");

    public static ErrorCode HalfDoneFake { get; } = new("DM3033", "A half-done migration can't be faked");

    public static ErrorCode PruneHalfDone { get; } = new("DM3034", "A half-done migration can't be pruned");

    public static ErrorCode PruneNeeded { get; } = new("DM3035", "A migration to be pruned is still needed");

    public static ErrorCode StepFailed { get; } = new("DM3010", "A step failed");
}
