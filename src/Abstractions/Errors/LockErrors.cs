namespace DocMigrate.Errors;

/// <summary>The codes of errors that every backend's lock raises in the same words.</summary>
internal static class LockErrors
{
    public static ErrorCode Lost { get; } = new("DM3020", "The lock was lost");
}
