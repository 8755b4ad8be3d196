using DocMigrate.Errors;

namespace DocMigrate.Engine.Authoring;

/// <summary>The codes of errors in writing migrations.</summary>
internal static class AuthoringErrors
{
    public static ErrorCode FileExists { get; } = new("DM2220", "The migration's file is there already");

    public static ErrorCode CannotWrite { get; } = new("DM2221", "The migration's file can't be written");

    public static ErrorCode NothingToSquash { get; } = new("DM2310", "There is nothing to squash");

    public static ErrorCode CodeNotCarried { get; } = new("DM2311", "A squash can't carry the code");

    public static ErrorCode SourceNotFound { get; } = new("DM2312", "The file of a migration was not found");

    public static ErrorCode NotPlain { get; } = new("DM2313", "A migration's file can't be edited safely");

    public static ErrorCode WhichFirst { get; } = new("DM2314", "Which branch comes first is not known");

    public static ErrorCode BothApplied { get; } = new("DM2315", "Both branches are applied");

    public static ErrorCode NoBranch { get; } = new("DM2316", "The migration is in none of the branches");

    public static ErrorCode NothingToUpdate { get; } = new("DM2317", "There is no migration to update");

    public static ErrorCode UpdateApplied { get; } = new("DM2318", "The last migration is applied");

    public static ErrorCode EditedByHand { get; } = new("DM2319", "The last migration was edited by hand");
}
