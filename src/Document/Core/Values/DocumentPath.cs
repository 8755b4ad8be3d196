using System.Diagnostics;
using System.Text.Json.Serialization;
using DocMigrate.Document.Serialization;

namespace DocMigrate.Document.Values;

/// <summary>Where a value is in a document: an array of keys. A literal key <c>price.usd</c> and <c>price</c> → <c>usd</c> stay different.</summary>
/// <remarks>Immutable; compared by its segments, ordinally. Serialised as an array of strings. A path never leads into an array or a wrapper.</remarks>
[JsonConverter(typeof(DocumentPathJsonConverter))]
[DebuggerDisplay("{ToString(),nq}")]
public sealed record DocumentPath
{
    private DocumentPath(ValueList<string> segments) => Segments = segments;

    /// <summary>The document itself: no segments.</summary>
    public static DocumentPath Root { get; } = new([]);

    /// <summary>The keys from the outside in; empty for the document itself. A key may be any text, the empty one too.</summary>
    public ValueList<string> Segments { get; }

    /// <summary>Whether it is the document itself.</summary>
    public bool IsRoot => Segments.Count == 0;

    /// <summary>The last key.</summary>
    /// <exception cref="InvalidOperationException">It is the document itself.</exception>
    public string Name => IsRoot ? throw new InvalidOperationException("The document itself has no name.") : Segments[^1];

    /// <summary>The path of the object that holds the value; the document's for a top-level key and for itself.</summary>
    public DocumentPath Parent => Segments.Count <= 1 ? Root : new(Segments.Take(Segments.Count - 1).ToValueList());

    /// <summary>Reads text as <see cref="Parse"/> does, so that authors can write plain strings.</summary>
    /// <exception cref="FormatException">The text is no path.</exception>
    public static implicit operator DocumentPath(string text) => Parse(text);

    /// <summary>Reads <c>address.city</c> as two keys.</summary>
    /// <exception cref="FormatException">A part is empty, or has brackets: elements of arrays are reached by <c>ForEach</c>.</exception>
    public static DocumentPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('.');
        return parts.Any(static part => part.Length == 0 || part.EndsWith("[]", StringComparison.Ordinal))
            ? throw new FormatException(
                $"'{text}' is no path: write keys with dots between them, as in address.city. Use DocumentPath.Of for a key that has a dot, ForEach for the elements of an array.")
            : new(ValueList.Create<string>(parts));
    }

    /// <summary>A path of literal keys, outermost first: dots in them mean nothing.</summary>
    public static DocumentPath Of(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            ArgumentNullException.ThrowIfNull(key, nameof(keys));
        }

        return keys.IsEmpty ? Root : new(ValueList.Create(keys));
    }

    /// <summary>The path of a literal key inside this one.</summary>
    public DocumentPath Child(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(Segments.Add(key));
    }

    /// <summary>This path inside the object at <paramref name="outer"/>.</summary>
    public DocumentPath Under(DocumentPath outer) => outer.IsRoot ? this : new(outer.Segments.AddRange(Segments));

    /// <summary>Whether it is <paramref name="other"/> or leads into it.</summary>
    public bool StartsWith(DocumentPath other) =>
        Segments.Count >= other.Segments.Count && Segments.AsSpan()[..other.Segments.Count].SequenceEqual(other.Segments.AsSpan());

    /// <summary>Keys with dots between them; a key that has a dot, a quote or a bracket, or is empty, stands in brackets: <c>["price.usd"].net</c>. <c>$</c> for the document itself.</summary>
    public override string ToString()
    {
        if (IsRoot)
        {
            return "$";
        }

        var text = new System.Text.StringBuilder();
        foreach (var segment in Segments)
        {
            if (segment.Length > 0 && segment != "$" && segment.AsSpan().IndexOfAny(".[]\"\\") < 0)
            {
                text.Append(text.Length > 0 ? "." : "").Append(segment);
            }
            else
            {
                text.Append("[\"").Append(segment.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"]");
            }
        }

        return text.ToString();
    }
}
