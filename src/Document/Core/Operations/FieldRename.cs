namespace DocMigrate.Document.Operations;

/// <summary>One of several names that change at once.</summary>
/// <param name="From">The key.</param>
/// <param name="To">The key that it becomes.</param>
public sealed record FieldRename(string From, string To)
{
    /// <summary>As in <c>[("first", "given"), ("last", "family")]</c>.</summary>
    public static implicit operator FieldRename((string From, string To) pair) => new(pair.From, pair.To);
}
