using DocMigrate.Document.Reshaping;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Expressions;

/// <summary>What the functions of one text have in common.</summary>
internal static class TextFunction
{
    /// <summary>The function's result for a text; null makes it missing. What is absent stays so, and another type is a misfit.</summary>
    public static ExpressionResult Apply(DocumentExpression operand, ExpressionInput input, string verb, Func<string, string?> function)
    {
        var value = operand.EvaluateOn(input);
        if (value.IsAbsent)
        {
            return value;
        }

        return value.Value is not JValue { Value: string text }
            ? ExpressionResult.Fail($"{value.Value!.Describe()} can't be {verb}")
            : function(text) is { } result ? ExpressionResult.Of(result) : ExpressionResult.Missing;
    }
}
