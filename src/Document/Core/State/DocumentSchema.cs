using DocMigrate.State;

namespace DocMigrate.Document.State;

/// <summary>The state of a document store: the collections that models or migrations declared. Immutable; compared by value.</summary>
/// <remarks>A collection that is not in it may exist all the same: documents need no declaration.</remarks>
public sealed record DocumentSchema : IStoreState
{
    private readonly ValueList<CollectionShape> _collections = [];

    /// <summary>Nothing declared.</summary>
    public static DocumentSchema Empty { get; } = new();

    /// <summary>The collections in ordinal order of their names.</summary>
    public ValueList<CollectionShape> Collections
    {
        get => _collections;
        init => _collections = value.OrderBy(static collection => collection.Name, StringComparer.Ordinal).ToValueList();
    }

    /// <inheritdoc/>
    public bool IsEmpty => Collections.Count == 0;

    /// <summary>The collection of that name, or null when it was not declared.</summary>
    public CollectionShape? Collection(string name) => Collections.FirstOrDefault(collection => collection.Name == name);

    /// <summary>With a collection added, or put in the place of the one of its name.</summary>
    public DocumentSchema With(CollectionShape collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        return new() { Collections = Collections.Where(known => known.Name != collection.Name).Append(collection).ToValueList() };
    }

    /// <summary>Without the collection of that name, if it is there.</summary>
    public DocumentSchema Without(string name) => new() { Collections = Collections.Where(known => known.Name != name).ToValueList() };

    /// <summary>The state as a document store's; an empty one for null.</summary>
    /// <exception cref="ArgumentException">It is the state of another kind of store.</exception>
    public static DocumentSchema From(IStoreState? state) => state switch
    {
        null => Empty,
        DocumentSchema schema => schema,
        _ => throw new ArgumentException($"A document store has no state of type {state.GetType().Name}.", nameof(state)),
    };
}
