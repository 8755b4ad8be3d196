using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Expressions;

/// <summary>The value at a path of the document: missing, null or a value.</summary>
public sealed record PathExpression : DocumentExpression
{
    /// <summary>The path; not the document itself.</summary>
    public required DocumentPath Path { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [];

    /// <inheritdoc/>
    public override string Describe() => Path.ToString();

    internal override string? Fault => Path.IsRoot ? "a path in an expression is empty"
        : Path.Segments.FirstOrDefault(Wrappers.IsReserved) is { } key ? $"the key '{key}' is reserved for Extended JSON" : null;

    internal override ExpressionResult EvaluateOn(ExpressionInput input) =>
        input.Document.Find(Path) is { } property ? ExpressionResult.Of(property.Value) : ExpressionResult.Missing;
}
