using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>A value, and what it becomes. Immutable as long as nobody changes the tokens; compared by <see cref="DocumentEquality"/>.</summary>
/// <param name="From">The value; numbers are found by their value, whatever their type.</param>
/// <param name="To">What it becomes.</param>
public sealed record ValueMapping(JToken From, JToken To)
{
    /// <summary>Any values that a document can hold: <c>ValueMapping.Of("A", 1)</c>.</summary>
    /// <exception cref="Errors.DataException">A document can't hold one of them.</exception>
    public static ValueMapping Of(object? from, object? to) => new(DocumentValue.Of(from), DocumentValue.Of(to));

    /// <summary>As in <c>[("A", "active"), ("D", "deleted")]</c>.</summary>
    public static implicit operator ValueMapping((string From, string To) pair) => Of(pair.From, pair.To);

    /// <summary>As in <c>[(1, "low"), (2, "high")]</c>.</summary>
    public static implicit operator ValueMapping((int From, string To) pair) => Of(pair.From, pair.To);

    /// <summary>As in <c>[("low", 1), ("high", 2)]</c>.</summary>
    public static implicit operator ValueMapping((string From, int To) pair) => Of(pair.From, pair.To);

    /// <inheritdoc/>
    public bool Equals(ValueMapping? other) => other is not null && DocumentEquality.Equals(From, other.From) && DocumentEquality.Equals(To, other.To);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DocumentEquality.Exact.GetHashCode(From), DocumentEquality.Exact.GetHashCode(To));
}
