using DocMigrate.Document.State;

namespace DocMigrate.Document.Reading;

/// <summary>An index as a store has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unique">Whether no two documents may have equal values.</param>
public sealed record StoredIndex(string Name, bool Unique)
{
    /// <summary>Whether the store says what it is besides. Default false: then only name and uniqueness are compared with what should be there.</summary>
    public bool IsKnown { get; init; }

    /// <summary>What it is, where the store says so; null (the default) also for one that no migration can make.</summary>
    public DocumentIndexShape? Shape { get; init; }
}
