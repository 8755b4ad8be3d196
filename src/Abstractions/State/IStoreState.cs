namespace DocMigrate.State;

/// <summary>The immutable picture of one store's models at a point of the history. Implementations compare by value.</summary>
public interface IStoreState
{
    /// <summary>Whether there is nothing in it: equal in meaning to a store that no operation has touched.</summary>
    bool IsEmpty { get; }
}
