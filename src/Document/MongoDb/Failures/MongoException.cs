using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Failures;

/// <summary>The base of errors of talking to MongoDB. No message shows a password. The server's own text is quoted, which may name a value that breaks a rule.</summary>
/// <param name="code">The stable code.</param>
/// <param name="message">What happened and where.</param>
/// <param name="remedy">What to do.</param>
/// <param name="labels">What the server, or the specifications of drivers, call the error (<see cref="ErrorLabel"/>).</param>
/// <param name="innerException">The cause, or null.</param>
public abstract class MongoException(ErrorCode code, string message, string remedy, IEnumerable<string>? labels = null, Exception? innerException = null)
    : MigrationException(code, message, remedy, innerException)
{
    private readonly HashSet<string> _labels = new(labels ?? [], StringComparer.Ordinal);

    /// <summary>What the error is called (<see cref="ErrorLabel"/>); empty when it has no label.</summary>
    public IReadOnlyCollection<string> Labels => _labels;

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Failed;

    /// <summary>Whether the error has the label.</summary>
    public bool HasLabel(string label) => _labels.Contains(label);

    /// <summary>Adds or takes away a label, as the specifications of transactions and retryable writes have clients do.</summary>
    internal void Label(string label, bool present = true)
    {
        if (present)
        {
            _labels.Add(label);
        }
        else
        {
            _labels.Remove(label);
        }
    }
}
