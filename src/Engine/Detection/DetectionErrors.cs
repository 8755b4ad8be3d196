using DocMigrate.Errors;

namespace DocMigrate.Engine.Detection;

/// <summary>What can go wrong between models and migrations.</summary>
internal static class DetectionErrors
{
    public static readonly ErrorCode MalformedAnswer = new("DM2101", "Answer that can't be read");
    public static readonly ErrorCode UnknownName = new("DM2102", "Answer about something that is not there");
    public static readonly ErrorCode AmbiguousAnswer = new("DM2103", "Answer that fits several things");
    public static readonly ErrorCode RenameWithoutEffect = new("DM2104", "Rename that changes nothing");
    public static readonly ErrorCode BadDefault = new("DM2105", "Default of another type");
    public static readonly ErrorCode ModulesInterlocked = new("DM2106", "Modules that need each other's changes");
    public static readonly ErrorCode UnmigratedModule = new("DM2107", "Reference to a module without migrations");
    public static readonly ErrorCode BadName = new("DM2108", "Name that can't name a migration");
}
