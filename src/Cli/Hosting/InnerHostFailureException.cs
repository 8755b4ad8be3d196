using DocMigrate.Engine.Tooling;

namespace DocMigrate.Cli.Hosting;

/// <summary>Carries an error of the inner host, whose types are not loaded here, to where it is shown.</summary>
/// <param name="error">The error as it came.</param>
internal sealed class InnerHostFailureException(ToolError error) : Exception(error.Message)
{
    /// <summary>The error as it came.</summary>
    public ToolError Error { get; } = error;
}
