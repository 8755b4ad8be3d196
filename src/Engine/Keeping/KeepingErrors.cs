using DocMigrate.Errors;

namespace DocMigrate.Engine.Keeping;

/// <summary>The codes of errors about what is kept aside and what is in quarantine.</summary>
internal static class KeepingErrors
{
    public static ErrorCode NoQuarantine { get; } = new("DM6500", "A store has no quarantine");

    public static ErrorCode KeptChanged { get; } = new("DM6501", "What is kept aside is not what was shown");

    public static ErrorCode PurgeHalfDone { get; } = new("DM6502", "What is kept aside is needed by a half-done migration");
}
