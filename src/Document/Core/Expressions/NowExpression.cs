using DocMigrate.Document.Values;

namespace DocMigrate.Document.Expressions;

/// <summary>
/// The time of the pass, a date to the millisecond: one value for all documents that one run of a pass does. A run that goes on where an earlier one stopped has its own,
/// which tells when a document was changed in truth.
/// </summary>
public sealed record NowExpression : DocumentExpression
{
    /// <summary>One that serves all.</summary>
    public static NowExpression Instance { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [];

    /// <inheritdoc/>
    public override string Describe() => "now";

    internal override ExpressionResult EvaluateOn(ExpressionInput input) => ExpressionResult.Of(DateText.FromMilliseconds(input.Now.ToUnixTimeMilliseconds()));
}
