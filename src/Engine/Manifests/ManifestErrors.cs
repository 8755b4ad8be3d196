using DocMigrate.Errors;

namespace DocMigrate.Engine.Manifests;

/// <summary>What can be wrong with a manifest.</summary>
internal static class ManifestErrors
{
    public static ErrorCode Unreadable { get; } = new("DM2300", "The manifest can't be read");

    public static ErrorCode Conflicted { get; } = new("DM2301", "The manifest has conflicts of a merge");
}
