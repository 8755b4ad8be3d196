namespace DocMigrate.Document.Inference.Statistics;

/// <summary>Bounds the memory of an inference, whatever the documents have for keys.</summary>
/// <remarks>
/// Statistics are kept for each path. Where an object has more keys than <see cref="KeysPerObject"/>, or all objects together have more than
/// <see cref="Capacity"/>, the rare ones are merged into one entry for all of them; and where that does not help, no new ones are begun.
/// </remarks>
internal sealed class InferenceBudget(int capacity = InferenceBudget.DefaultCapacity, int keysPerObject = InferenceBudget.DefaultKeysPerObject)
{
    public const int DefaultCapacity = 20_000;
    public const int DefaultKeysPerObject = 1_000;
    private const int FewestKeys = 16;

    /// <summary>How many paths may have statistics of their own.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>How many keys of one object have statistics of their own. Shrinks as room gets scarce.</summary>
    public int KeysPerObject { get; private set; } = keysPerObject;

    /// <summary>How many paths have statistics.</summary>
    public int Used { get; set; }

    public bool IsFull => Used >= Capacity;

    public bool CanShrink => KeysPerObject > FewestKeys;

    public void Shrink() => KeysPerObject = Math.Max(FewestKeys, KeysPerObject / 4);
}
