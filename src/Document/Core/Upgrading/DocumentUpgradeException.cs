using DocMigrate.Errors;

namespace DocMigrate.Document.Upgrading;

/// <summary>A document can't be brought to the version that the code expects. It was not changed.</summary>
/// <param name="failure">Why.</param>
/// <param name="code">The stable code.</param>
/// <param name="message">Which document, and why; names types and keys, never values.</param>
/// <param name="remedy">What to do.</param>
public sealed class DocumentUpgradeException(UpgradeFailure failure, ErrorCode code, string message, string remedy) : MigrationException(code, message, remedy)
{
    /// <summary>Why.</summary>
    public UpgradeFailure Failure { get; } = failure;

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Failed;
}
