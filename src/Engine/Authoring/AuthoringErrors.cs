using DocMigrate.Errors;

namespace DocMigrate.Engine.Authoring;

/// <summary>The codes of errors in writing migrations.</summary>
internal static class AuthoringErrors
{
    public static ErrorCode FileExists { get; } = new("DM2220", "The migration's file is there already");

    public static ErrorCode CannotWrite { get; } = new("DM2221", "The migration's file can't be written");
}
