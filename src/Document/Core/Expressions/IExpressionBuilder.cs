using DocMigrate.Document.Values;

namespace DocMigrate.Document.Expressions;

/// <summary>Makes expressions; what an author's lambda gets: <c>e => e.Concat(e.Path("first"), " ", e.Path("last"))</c>.</summary>
public interface IExpressionBuilder
{
    /// <summary>JSON null.</summary>
    LiteralExpression Null { get; }

    /// <summary>The time of the pass, to the millisecond: one value for all documents that one run does.</summary>
    NowExpression Now { get; }

    /// <summary>The value at a path; missing where there is none.</summary>
    PathExpression Path(DocumentPath path);

    /// <summary>A literal, verbatim.</summary>
    /// <param name="value">A string, number, boolean, date, GUID, JSON token, or null.</param>
    LiteralExpression Value(object? value);

    /// <summary>A literal, verbatim.</summary>
    /// <param name="json">The value as Extended JSON.</param>
    /// <exception cref="Errors.DataException">The text is no JSON.</exception>
    LiteralExpression Json(string json);

    /// <summary>The texts one after the other.</summary>
    ConcatExpression Concat(params ReadOnlySpan<DocumentExpression> texts);

    /// <summary>The first that is neither missing nor null; else null if one of them is, else missing.</summary>
    CoalesceExpression Coalesce(params ReadOnlySpan<DocumentExpression> values);

    /// <summary>One of two values.</summary>
    /// <param name="condition">Decides; anything but <c>true</c> does not hold.</param>
    /// <param name="then">The value where it holds.</param>
    /// <param name="otherwise">The value where it does not.</param>
    ConditionalExpression If(DocumentExpression condition, DocumentExpression then, DocumentExpression otherwise);

    /// <summary>Whether all hold.</summary>
    LogicalExpression All(params ReadOnlySpan<DocumentExpression> conditions);

    /// <summary>Whether one of them holds.</summary>
    LogicalExpression Any(params ReadOnlySpan<DocumentExpression> conditions);
}
