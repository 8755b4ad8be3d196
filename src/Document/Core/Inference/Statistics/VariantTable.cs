namespace DocMigrate.Document.Inference.Statistics;

/// <summary>For the values of one key, as long as they are few: how often the objects with that value have each other key.</summary>
internal sealed class VariantTable
{
    private readonly SortedDictionary<string, (long Count, Dictionary<string, long> Keys)> _rows = new(StringComparer.Ordinal);

    /// <summary>By value: how many objects have it, and how many of them each key.</summary>
    public IReadOnlyDictionary<string, (long Count, Dictionary<string, long> Keys)> Rows => _rows;

    /// <summary>Whether the values are too many.</summary>
    public bool IsTooLong { get; private set; }

    public void Add(string value, IEnumerable<string> keys) => Row(value, 1, keys.Select(static key => (key, 1L)));

    public void Merge(VariantTable other)
    {
        IsTooLong |= other.IsTooLong;
        foreach (var (value, row) in other._rows)
        {
            Row(value, row.Count, row.Keys.Select(static pair => (pair.Key, pair.Value)));
        }
    }

    private void Row(string value, long count, IEnumerable<(string Key, long Count)> keys)
    {
        if (!_rows.TryGetValue(value, out var row))
        {
            if (_rows.Count == ValueTally.Most)
            {
                IsTooLong = true;
                return;
            }

            row = (0, new Dictionary<string, long>(StringComparer.Ordinal));
        }

        foreach (var (key, number) in keys)
        {
            row.Keys[key] = row.Keys.GetValueOrDefault(key) + number;
        }

        _rows[value] = (row.Count + count, row.Keys);
    }
}
