using DocMigrate.Document.Reshaping;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Expressions;

/// <summary>What an expression gives for a document: a value, nothing, or the reason why it gives none.</summary>
/// <param name="Value">The value, null among them; C# null when it is missing or can't be computed.</param>
/// <param name="Misfit">Why it can't be computed, as part of a sentence that names types, never values; null when it can.</param>
public readonly record struct ExpressionResult(JToken? Value, string? Misfit)
{
    /// <summary>Nothing.</summary>
    public static ExpressionResult Missing => default;

    /// <summary>Whether there is nothing.</summary>
    public bool IsMissing => Value is null && Misfit is null;

    /// <summary>Whether it is the boolean <c>true</c>: what a condition that holds gives.</summary>
    public bool Holds => Value is JValue { Value: true };

    internal static ExpressionResult Null => new(JValue.CreateNull(), null);

    /// <summary>Whether there is nothing to compute with: it is then what the whole gives.</summary>
    internal bool IsAbsent => Value is null || Value.IsNull();

    internal static ExpressionResult Of(JToken value) => new(value, null);

    internal static ExpressionResult Of(string text) => new(new JValue(text), null);

    internal static ExpressionResult Of(bool flag) => new(new JValue(flag), null);

    internal static ExpressionResult Fail(string reason) => new(null, reason);

    /// <summary>What two operands of which one is absent give: a misfit before missing, missing before null.</summary>
    internal static ExpressionResult Absent(ExpressionResult left, ExpressionResult right) =>
        left.Misfit is not null ? left : right.Misfit is not null ? right : left.IsMissing ? left : right.IsMissing ? right : Null;
}
