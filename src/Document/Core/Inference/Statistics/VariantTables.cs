using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Inference.Statistics;

/// <summary>Watches the keys whose value might decide which other keys there are.</summary>
internal sealed class VariantTables
{
    private const int MostTables = 48;
    private const int MostKeys = 128;
    private const int MostInArray = 4;

    private readonly HashSet<string> _excluded = new(StringComparer.Ordinal);
    private SortedDictionary<string, VariantTable>? _tables = new(StringComparer.Ordinal);

    /// <summary>The tables by key; none when there were too many keys.</summary>
    public IReadOnlyDictionary<string, VariantTable> Tables => _tables ?? [];

    public void Add(JObject value, int keys)
    {
        if (_tables is null || keys > MostKeys)
        {
            GiveUp();
            return;
        }

        foreach (var property in value.Properties())
        {
            if (_excluded.Contains(property.Name))
            {
                continue;
            }

            if (Label(property.Value) is not { } label || (!_tables.ContainsKey(property.Name) && _tables.Count == MostTables))
            {
                Exclude(property.Name);
                continue;
            }

            if (!_tables.TryGetValue(property.Name, out var table))
            {
                _tables[property.Name] = table = new VariantTable();
            }

            table.Add(label, value.Properties().Select(static other => other.Name));
            if (table.IsTooLong)
            {
                Exclude(property.Name);
            }
        }
    }

    public void Merge(VariantTables other)
    {
        if (_tables is null || other._tables is null)
        {
            GiveUp();
            return;
        }

        foreach (var (key, table) in other._tables)
        {
            if (!_tables.TryGetValue(key, out var own))
            {
                _tables[key] = own = new VariantTable();
            }

            own.Merge(table);
        }

        foreach (var key in other._excluded.Concat(_tables.Where(static pair => pair.Value.IsTooLong).Select(static pair => pair.Key)).Concat(_excluded).ToList())
        {
            Exclude(key);
        }
    }

    public void GiveUp()
    {
        _tables = null;
        _excluded.Clear();
    }

    private void Exclude(string key)
    {
        _tables!.Remove(key);
        _excluded.Add(key);
    }

    /// <summary>The value as it is shown; null for one that is no choice among few.</summary>
    private static string? Label(JToken value) => value switch
    {
        JValue { Value: string { Length: <= ValueTally.LongestText } text } => InferenceText.Quote(text),
        JValue { Value: bool flag } => flag ? "true" : "false",
        JValue { Value: int number } => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        JValue { Value: null } => "null",
        JArray { Count: > 0 and <= MostInArray } array when array.All(static item => item is JValue { Value: string { Length: <= ValueTally.LongestText } }) =>
            $"[{string.Join(", ", array.Select(static item => InferenceText.Quote((string)((JValue)item).Value!)))}]",
        _ => null,
    };
}
