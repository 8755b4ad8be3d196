namespace DocMigrate.Document.Inference.Statistics;

/// <summary>Counts the different sets of keys that objects have, as long as they are few.</summary>
internal sealed class KeySets
{
    /// <summary>How many sets are few.</summary>
    public const int Most = 32;

    private Dictionary<ulong, (long Count, string[] Keys)>? _sets = [];

    /// <summary>The sets, the most common first; null when there are too many.</summary>
    public IReadOnlyList<(long Count, IReadOnlyList<string> Keys)>? Sets => _sets?.Values
        .OrderByDescending(static set => set.Count)
        .ThenBy(static set => string.Join('\0', set.Keys), StringComparer.Ordinal)
        .Select(static set => (set.Count, (IReadOnlyList<string>)set.Keys))
        .ToList();

    public void Add(ulong hash, IEnumerable<string> keys) => Add(hash, 1, keys);

    public void Merge(KeySets other)
    {
        if (other._sets is null)
        {
            GiveUp();
            return;
        }

        foreach (var (hash, set) in other._sets)
        {
            Add(hash, set.Count, set.Keys);
        }
    }

    public void GiveUp() => _sets = null;

    private void Add(ulong hash, long count, IEnumerable<string> keys)
    {
        if (_sets is null)
        {
            return;
        }

        if (_sets.TryGetValue(hash, out var known))
        {
            _sets[hash] = (known.Count + count, known.Keys);
        }
        else if (_sets.Count == Most)
        {
            GiveUp();
        }
        else
        {
            _sets.Add(hash, (count, [.. keys]));
        }
    }
}
