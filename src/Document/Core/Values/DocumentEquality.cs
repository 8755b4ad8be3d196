using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Values;

/// <summary>
/// What "identical" means: the kind of value, the width of integers, the bits of doubles, the text of decimals, strings by code unit, the order of
/// arrays. 5 as int32, 5 as int64 and 5.0 are three values; so are 0.0 and −0.0.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class DocumentEquality : IEqualityComparer<JToken>
{
    private readonly bool _ordered;

    private DocumentEquality(bool ordered) => _ordered = ordered;

    /// <summary>The order of keys matters.</summary>
    public static DocumentEquality Exact { get; } = new(ordered: true);

    /// <summary>The order of keys does not matter anywhere.</summary>
    public static DocumentEquality AnyOrder { get; } = new(ordered: false);

    /// <summary>Whether two values are identical, the order of keys included.</summary>
    public static bool Equals(JToken? left, JToken? right) => ((IEqualityComparer<JToken>)Exact).Equals(left, right);

    /// <inheritdoc/>
    bool IEqualityComparer<JToken>.Equals(JToken? x, JToken? y) => ReferenceEquals(x, y) || (x, y) switch
    {
        (JObject left, JObject right) => Same(left, right),
        (JArray left, JArray right) => Same(left, right),
        (JValue left, JValue right) => Same(left.Value, right.Value),
        _ => false,
    };

    /// <summary>Whether two values are identical.</summary>
    public bool Same(JToken? left, JToken? right) => ((IEqualityComparer<JToken>)this).Equals(left, right);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] JToken obj)
    {
        var hash = new HashCode();
        switch (obj)
        {
            case JObject inner:
                // A sum does not depend on the order of keys; it serves both orders.
                hash.Add(inner.Properties().Aggregate(
                    inner.Count, (sum, property) => unchecked(sum + HashCode.Combine(property.Name, GetHashCode(property.Value)))));
                break;
            case JArray array:
                foreach (var item in array)
                {
                    hash.Add(GetHashCode(item));
                }

                break;
            case JValue { Value: double number }:
                hash.Add(BitConverter.DoubleToInt64Bits(number));
                break;
            case JValue value:
                hash.Add(value.Value);
                break;
        }

        return hash.ToHashCode();
    }

    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        _ => left is not null && right is not null && left.GetType() == right.GetType() && left.Equals(right),
    };

    private bool Same(JObject left, JObject right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        // By place: documents are compared by the million, and an enumerator for each object costs as much as the comparison.
        IList<JToken> fields = left, others = right;
        for (var i = 0; i < fields.Count; i++)
        {
            var field = (JProperty)fields[i];
            var other = (JProperty)others[i];
            if (field.Name != other.Name)
            {
                if (_ordered || right.Property(field.Name, StringComparison.Ordinal) is not { } found)
                {
                    return false;
                }

                other = found;
            }

            if (!Same(field.Value, other.Value))
            {
                return false;
            }
        }

        return true;
    }

    private bool Same(JArray left, JArray right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!Same(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }
}
