using DocMigrate.Errors;

namespace DocMigrate.Engine.Graph;

/// <summary>The codes of errors between squashes, branches and the history.</summary>
internal static class SquashErrors
{
    public static ErrorCode Replaced { get; } = new("DM3040", "The migration is a part of a squash");

    public static ErrorCode HalfApplied { get; } = new("DM3041", "A squash is half applied and what it replaces is gone");

    public static ErrorCode OutOfOrder { get; } = new("DM3042", "A migration would slip under one that is applied");

    public static ErrorCode NotCommuting { get; } = new("DM3043", "Migrations that are said to commute touch the same things");
}
