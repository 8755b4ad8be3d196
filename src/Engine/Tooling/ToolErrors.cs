using DocMigrate.Engine.History;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tooling;

/// <summary>Makes <see cref="ToolError"/>s of exceptions. The tool uses it for its own, too.</summary>
public static class ToolErrors
{
    /// <summary>The code of the error that can be answered: by showing the SQL, asking, and asking again with what was agreed to.</summary>
    public static string ScriptNotConfirmed => HistoryErrors.ScriptNotConfirmed.Value;

    /// <summary>What to tell of an exception: all of one that DocMigrate raised, the stack trace of one that nobody expected.</summary>
    public static ToolError Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error switch
        {
            MigrationException known => new ToolError(known.Code.Value, known.Message, known.Remedy, known.ExitCode),
            OperationCanceledException => new ToolError(
                null, "Cancelled at a safe point.", "Run the same command again: it goes on where this run stopped.", ExitCode.Cancelled),
            _ => new ToolError(
                null, error.Message, "This error was not expected. Please report it with its detail.", ExitCode.Failed, error.ToString()),
        };
    }
}
