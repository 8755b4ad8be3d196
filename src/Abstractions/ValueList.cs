namespace DocMigrate;

/// <summary>Creates <see cref="ValueList{T}"/> instances; also what a collection expression calls.</summary>
public static class ValueList
{
    /// <summary>Copies <paramref name="items"/> into a list.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? ValueList<T>.Empty : new ValueList<T>(items.ToArray());

    /// <summary>Copies <paramref name="items"/> into a list.</summary>
    public static ValueList<T> ToValueList<T>(this IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items as ValueList<T> ?? Create<T>([.. items]);
    }
}
