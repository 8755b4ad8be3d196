using DocMigrate.Errors;

namespace DocMigrate.Document.Passes;

/// <summary>The codes of errors of passes.</summary>
internal static class PassErrors
{
    public static ErrorCode DocumentsDoNotFit { get; } = new("DM6104", "Documents do not fit an operation");

    public static ErrorCode NoKeyOrder { get; } = new("DM6651", "A store has no order of keys");

    public static ErrorCode IndexOptions { get; } = new("DM6284", "A store without such indexes");

    public static ErrorCode WouldCollide { get; } = new("DM6650", "Documents would have equal values under a unique index");
}
