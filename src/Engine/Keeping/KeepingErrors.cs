using DocMigrate.Errors;

namespace DocMigrate.Engine.Keeping;

/// <summary>The codes of errors about what is kept aside and what is in quarantine.</summary>
internal static class KeepingErrors
{
    public static ErrorCode NoQuarantine { get; } = new("DM6500", "A store has no quarantine");

    public static ErrorCode NoDocuments { get; } = new("DM6661", "A store holds no documents to sweep");

    public static ErrorCode SweepHalfDone { get; } = new("DM6662", "A half-done migration is in the way of a sweep");

    public static ErrorCode KeptChanged { get; } = new("DM6501", "What is kept aside is not what was shown");

    public static ErrorCode PurgeHalfDone { get; } = new("DM6502", "What is kept aside is needed by a half-done migration");
}
