using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents.Generation;

/// <summary>Expressions made at random: most such as a store may compute by its own means, some such as none does.</summary>
/// <param name="random">Where chance comes from.</param>
/// <param name="path">Makes a path.</param>
/// <param name="value">Makes a literal.</param>
internal sealed class RandomExpressions(Random random, Func<DocumentPath> path, Func<JToken> value)
{
    private static readonly string[] Texts = ["", " ", "Ada Lovelace", "12", "true", "naïve café", "it's", "\"q\"", "$x"];

    /// <summary>A filter.</summary>
    public DocumentExpression Condition(int depth = 0) => random.Next(depth > 1 ? 7 : 10) switch
    {
        0 => new ComparisonExpression { Left = Path(), Operator = Pick(Enum.GetValues<ComparisonOperator>()), Right = Literal() },
        1 => new ComparisonExpression { Left = Path(), Operator = Pick(ComparisonOperator.Equal, ComparisonOperator.NotEqual), Right = Pick(Texts) },
        2 => new ComparisonExpression { Left = Path(), Operator = Pick(Enum.GetValues<ComparisonOperator>()), Right = Pick<DocumentExpression>(5, 5L, 12.5, -7, "5", true) },
        3 or 4 or 5 => Path().Is(Pick(Enum.GetValues<ValueKind>())),
        6 => Pick<DocumentExpression>(Path(), Path().EqualTo(Path()), Path().Size().AtLeast(1)),
        7 => Condition(depth + 1).And(Condition(depth + 1)),
        8 => Condition(depth + 1).Or(Condition(depth + 1)),
        _ => Condition(depth + 1).Not(),
    };

    /// <summary>A value.</summary>
    public DocumentExpression Value(int depth = 0) => random.Next(depth > 1 ? 5 : 15) switch
    {
        0 or 1 => Literal(),
        2 or 3 => Path(),
        4 => Pick(Texts),
        5 or 6 => new ConcatExpression { Texts = [Value(2), Pick(Texts), Value(depth + 1)] },
        7 => Value(depth + 1).Trim(),
        8 => Pick<DocumentExpression>(Value(depth + 1).Upper(), Value(depth + 1).Lower()),
        9 => Value(depth + 1).Substring(random.Next(4), random.Next(2) == 0 ? null : random.Next(5)),
        10 => Value(depth + 1).Part(Pick(" ", "o", "::"), random.Next(2)),
        11 => new CoalesceExpression { Values = [Path(), Value(depth + 1)] },
        12 => new ConditionalExpression { Condition = Condition(1), Then = Value(depth + 1), Otherwise = Value(depth + 1) },
        13 => new ArithmeticExpression { Left = Path(), Operator = Pick(Enum.GetValues<ArithmeticOperator>()), Right = Pick<DocumentExpression>(Path(), 2, 5L, 0.5, 0) },
        _ => Pick<DocumentExpression>(Value(depth + 1).Size(), Path().ConvertTo(Pick(Enum.GetValues<FieldType>())), Condition(1)),
    };

    private PathExpression Path() => new() { Path = path() };

    private LiteralExpression Literal() => new() { Value = value() };

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];
}
