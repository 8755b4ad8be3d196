using DocMigrate.Errors;

namespace DocMigrate.Cli;

/// <summary>The codes of errors of the command line tool.</summary>
internal static class CliErrors
{
    public static ErrorCode Usage { get; } = new("DM1200", "The command line can't be understood");

    public static ErrorCode NoProject { get; } = new("DM1201", "No project found");

    public static ErrorCode SeveralProjects { get; } = new("DM1202", "Several projects found");

    public static ErrorCode BuildFailed { get; } = new("DM1203", "The project does not build");

    public static ErrorCode NotBuilt { get; } = new("DM1204", "The project has not been built");

    public static ErrorCode SeveralFrameworks { get; } = new("DM1205", "The project has several target frameworks");

    public static ErrorCode NoAssembly { get; } = new("DM1206", "The assembly can't be used");

    public static ErrorCode NotReferenced { get; } = new("DM1207", "The project does not reference DocMigrate");

    public static ErrorCode VersionMismatch { get; } = new("DM1208", "The project uses another version of DocMigrate");

    public static ErrorCode HostFailed { get; } = new("DM1209", "The inner host ended without an answer");

    public static ErrorCode FileExists { get; } = new("DM1210", "The file exists already");

    public static ErrorCode NotWritten { get; } = new("DM1211", "A file can't be written");

    public static ErrorCode ShellNotFound { get; } = new("DM1212", "The shell program is not installed");

    public static ErrorCode ProgramNotStarted { get; } = new("DM1213", "A program can't be started");

    public static ErrorCode UnknownModule { get; } = new("DM1214", "No migration of that module");

    public static ErrorCode Contradiction { get; } = new("DM1215", "Options that contradict each other");

    public static ErrorCode Cancelled { get; } = new("DM1298", "Cancelled");

    public static ErrorCode Unexpected { get; } = new("DM1299", "An error that DocMigrate did not expect");
}
