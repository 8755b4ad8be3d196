using System.Linq.Expressions;
using System.Reflection;

namespace DocMigrate.Models;

/// <summary>Reads which properties an expression names.</summary>
internal static class MemberPath
{
    /// <summary>The one property of <c>x => x.Name</c>.</summary>
    public static string Single(LambdaExpression expression)
    {
        var path = Read(expression.Body, expression);
        return path.Contains('.', StringComparison.Ordinal) ? throw NoProperty(expression) : path;
    }

    /// <summary>The dotted paths of <c>x => x.Address.City</c> or <c>x => new { x.LastName, x.FirstName }</c>.</summary>
    public static IEnumerable<string> Several(LambdaExpression expression) =>
        Unconverted(expression.Body) is NewExpression { Arguments.Count: > 0 } several
            ? several.Arguments.Select(argument => Read(argument, expression)).ToArray()
            : [Read(expression.Body, expression)];

    private static string Read(Expression? expression, LambdaExpression whole) => Unconverted(expression) switch
    {
        MemberExpression { Member: PropertyInfo property, Expression: ParameterExpression } => property.Name,
        MemberExpression { Member: PropertyInfo property, Expression: { } owner } => $"{Read(owner, whole)}.{property.Name}",
        _ => throw NoProperty(whole),
    };

    // A value type that is read as object, or a nullable one, is wrapped in a conversion.
    private static Expression? Unconverted(Expression? expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } conversion ? Unconverted(conversion.Operand) : expression;

    private static ArgumentException NoProperty(LambdaExpression expression) =>
        new($"'{expression}' names no property of the class: write x => x.Name.", nameof(expression));
}
