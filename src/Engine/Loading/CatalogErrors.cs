using DocMigrate.Errors;

namespace DocMigrate.Engine.Loading;

/// <summary>The codes of errors in the migrations of the code: catalog and graph.</summary>
internal static class CatalogErrors
{
    public static ErrorCode Duplicate { get; } = new("DM2200", "Two migrations of one name");

    public static ErrorCode InvalidClass { get; } = new("DM2201", "A migration class can't be used");

    public static ErrorCode BuildFailed { get; } = new("DM2202", "A migration can't be built");

    public static ErrorCode NoMigrations { get; } = new("DM2203", "The assembly has no migrations");

    public static ErrorCode AssemblyUnreadable { get; } = new("DM2204", "The assembly can't be read");

    public static ErrorCode Cycle { get; } = new("DM2210", "The migrations depend on each other in a circle");

    public static ErrorCode MissingDependency { get; } = new("DM2211", "A dependency is not there");

    public static ErrorCode Conflict { get; } = new("DM2212", "A module has two latest migrations");

    public static ErrorCode UnknownModule { get; } = new("DM2213", "Unknown module");

    public static ErrorCode UnknownMigration { get; } = new("DM2214", "Unknown migration");

    public static ErrorCode AmbiguousName { get; } = new("DM2215", "The name fits several migrations");

    public static ErrorCode UnknownStore { get; } = new("DM2216", "A migration is for an unknown store");
}
