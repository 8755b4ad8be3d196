using DocMigrate.Errors;

namespace DocMigrate.Engine.Locking;

/// <summary>The codes of errors about locks that another process holds.</summary>
internal static class LockingErrors
{
    public static ErrorCode Locked { get; } = new("DM3021", "Another run holds the lock");

    public static ErrorCode InTransaction { get; } = new("DM3022", "The lock can't be taken away now");

    public static ErrorCode ChangedHands { get; } = new("DM3023", "The lock has changed hands");
}
