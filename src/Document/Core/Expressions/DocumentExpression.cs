using System.Diagnostics;
using System.Text.Json.Serialization;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Serialization;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Expressions;

/// <summary>
/// A value computed from a document. Immutable, compared by value, serialised by the stable names of its kinds. What each kind gives is in
/// <c>docs/documents/expressions.md</c>; <see cref="Evaluate"/> is the semantics, and a store that computes it otherwise gives the same.
/// </summary>
/// <remarks>
/// The set of kinds is closed. Unless a kind says otherwise, an operand that is missing makes the result missing, else one that is null makes it null. What can't be
/// computed exactly is a misfit. Strings, numbers and booleans convert to literals, so that <c>e.Path("status").EqualTo("old")</c> reads as it should.
/// </remarks>
[JsonConverter(typeof(DocumentExpressionJsonConverter))]
[DebuggerDisplay("{Describe(),nq}")]
public abstract record DocumentExpression
{
    private protected DocumentExpression()
    {
    }

    /// <summary>A literal, verbatim: a <c>$</c> in it means nothing.</summary>
    public static implicit operator DocumentExpression(string text) => LiteralExpression.Of(text);

    /// <summary>A literal int32.</summary>
    public static implicit operator DocumentExpression(int number) => LiteralExpression.Of(number);

    /// <summary>A literal int64.</summary>
    public static implicit operator DocumentExpression(long number) => LiteralExpression.Of(number);

    /// <summary>A literal double.</summary>
    public static implicit operator DocumentExpression(double number) => LiteralExpression.Of(number);

    /// <summary>A literal decimal.</summary>
    public static implicit operator DocumentExpression(decimal number) => LiteralExpression.Of(number);

    /// <summary>A literal boolean.</summary>
    public static implicit operator DocumentExpression(bool flag) => LiteralExpression.Of(flag);

    /// <summary>The expressions that it is made of, in order.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<DocumentExpression> Operands { get; }

    /// <summary>The paths that it reads, each once.</summary>
    [JsonIgnore]
    public IReadOnlyList<DocumentPath> Paths => [.. All().OfType<PathExpression>().Select(static path => path.Path).Distinct()];

    /// <summary>Makes an expression: <c>DocumentExpression.Of(d => d.Path("status").EqualTo("old"))</c>.</summary>
    public static DocumentExpression Of(Func<IExpressionBuilder, DocumentExpression> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return make(ExpressionBuilder.Instance);
    }

    /// <summary>Computes it.</summary>
    /// <param name="document">Never changed. The result may be a part of it: copy before changing either.</param>
    /// <param name="now">What <see cref="NowExpression"/> gives.</param>
    public ExpressionResult Evaluate(JObject document, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(document);
        return EvaluateOn(new ExpressionInput(document, now));
    }

    /// <summary>The expression in words, for plans and errors.</summary>
    public abstract string Describe();

    /// <summary>The text without white space at its ends.</summary>
    public TrimExpression Trim() => new() { Text = this };

    /// <summary>The text in upper case.</summary>
    public CaseExpression Upper() => new() { Text = this, To = LetterCase.Upper };

    /// <summary>The text in lower case.</summary>
    public CaseExpression Lower() => new() { Text = this, To = LetterCase.Lower };

    /// <summary>A part of the text, counted in code points.</summary>
    /// <param name="start">Where it begins, from 0.</param>
    /// <param name="length">How long it is; null for up to the end.</param>
    public SubstringExpression Substring(int start, int? length = null) => new() { Text = this, Start = start, Length = length };

    /// <summary>The part of the text between two separators.</summary>
    /// <param name="separator">What stands between the parts; not empty.</param>
    /// <param name="index">Which part, from 0; missing where there are fewer.</param>
    public SplitExpression Part(string separator, int index) => new() { Text = this, Separator = separator, Index = index };

    /// <summary>The length of a text in code points, or the number of elements of an array.</summary>
    public SizeExpression Size() => new() { Value = this };

    /// <summary>The value as another type, by the rules of <c>Convert</c>; what can't be converted is a misfit.</summary>
    /// <param name="to">The type.</param>
    /// <param name="rules">How dates are written and what may be lost; null for <see cref="ConversionRules.Strict"/>.</param>
    public ConversionExpression ConvertTo(FieldType to, ConversionRules? rules = null) => new() { Value = this, To = to, Rules = rules ?? ConversionRules.Strict };

    /// <summary>The sum.</summary>
    public ArithmeticExpression Plus(DocumentExpression other) => Arithmetic(ArithmeticOperator.Add, other);

    /// <summary>The difference.</summary>
    public ArithmeticExpression Minus(DocumentExpression other) => Arithmetic(ArithmeticOperator.Subtract, other);

    /// <summary>The product.</summary>
    public ArithmeticExpression Times(DocumentExpression other) => Arithmetic(ArithmeticOperator.Multiply, other);

    /// <summary>The quotient.</summary>
    public ArithmeticExpression DividedBy(DocumentExpression other) => Arithmetic(ArithmeticOperator.Divide, other);

    /// <summary>Whether both are equal: numbers by their value, whatever their type; a missing value equals a missing one only.</summary>
    public ComparisonExpression EqualTo(DocumentExpression other) => Comparison(ComparisonOperator.Equal, other);

    /// <summary>Whether they are not equal.</summary>
    public ComparisonExpression NotEqualTo(DocumentExpression other) => Comparison(ComparisonOperator.NotEqual, other);

    /// <summary>Whether it is less; false where the two can't be ordered.</summary>
    public ComparisonExpression LessThan(DocumentExpression other) => Comparison(ComparisonOperator.Less, other);

    /// <summary>Whether it is less or equal; false where the two can't be ordered.</summary>
    public ComparisonExpression AtMost(DocumentExpression other) => Comparison(ComparisonOperator.LessOrEqual, other);

    /// <summary>Whether it is greater; false where the two can't be ordered.</summary>
    public ComparisonExpression GreaterThan(DocumentExpression other) => Comparison(ComparisonOperator.Greater, other);

    /// <summary>Whether it is greater or equal; false where the two can't be ordered.</summary>
    public ComparisonExpression AtLeast(DocumentExpression other) => Comparison(ComparisonOperator.GreaterOrEqual, other);

    /// <summary>Whether it is of a kind.</summary>
    public TypeTestExpression Is(ValueKind kind) => new() { Value = this, Type = kind };

    /// <summary>Whether there is a value, null or another.</summary>
    public NotExpression Exists() => Is(ValueKind.Missing).Not();

    /// <summary>Whether both hold.</summary>
    public LogicalExpression And(DocumentExpression other) => new() { Operator = LogicalOperator.And, Conditions = [this, other] };

    /// <summary>Whether one of them holds.</summary>
    public LogicalExpression Or(DocumentExpression other) => new() { Operator = LogicalOperator.Or, Conditions = [this, other] };

    /// <summary>Whether it does not hold: anything but <c>true</c> does not.</summary>
    public NotExpression Not() => new() { Condition = this };

    internal abstract ExpressionResult EvaluateOn(ExpressionInput input);

    /// <summary>Why it can't be used, as the end of a sentence; null when it can.</summary>
    internal virtual string? Fault => null;

    /// <summary>It and all that it is made of.</summary>
    internal IEnumerable<DocumentExpression> All() => Operands.SelectMany(static operand => operand.All()).Prepend(this);

    private protected static string List(IEnumerable<DocumentExpression> expressions) => string.Join(", ", expressions.Select(static expression => expression.Describe()));

    private ArithmeticExpression Arithmetic(ArithmeticOperator how, DocumentExpression other) => new() { Left = this, Operator = how, Right = other };

    private ComparisonExpression Comparison(ComparisonOperator how, DocumentExpression other) => new() { Left = this, Operator = how, Right = other };
}
