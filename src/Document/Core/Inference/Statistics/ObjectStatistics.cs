using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Inference.Statistics;

/// <summary>What the objects of a path are like.</summary>
internal sealed class ObjectStatistics(InferenceBudget budget)
{
    /// <summary>A key that fewer objects have is rare.</summary>
    public const double Rare = 0.1;

    private readonly Dictionary<string, KeyStatistics> _keys = new(StringComparer.Ordinal);
    private int _order;

    public long Count { get; private set; }

    /// <summary>How many have no key.</summary>
    public long Empty { get; private set; }

    /// <summary>The fewest keys of one object.</summary>
    public int Fewest { get; private set; } = int.MaxValue;

    /// <summary>The most keys of one object.</summary>
    public int Most { get; private set; }

    /// <summary>The keys in the order in which they were first seen.</summary>
    public IEnumerable<KeyStatistics> Keys => _keys.Values.OrderBy(static key => key.Order);

    /// <summary>The keys that have no statistics of their own; null when there are none.</summary>
    public RestStatistics? Rest { get; private set; }

    public KeySets Sets { get; } = new();

    public VariantTables Variants { get; } = new();

    public int Size => _keys.Values.Sum(static key => key.Values.Size) + (Rest?.Values.Size ?? 0);

    public void Add(JObject value)
    {
        var set = 0UL;
        foreach (var property in value.Properties())
        {
            if (_keys.TryGetValue(property.Name, out var key) || (key = Begin(property.Name, Count)) is not null)
            {
                key.Values.Add(property.Value);
                set = unchecked(set + key.Hash);
            }
            else
            {
                (Rest ??= new(budget)).Add(property.Name, property.Value);
            }
        }

        Count++;
        Empty += value.Count == 0 ? 1 : 0;
        (Fewest, Most) = (Math.Min(Fewest, value.Count), Math.Max(Most, value.Count));
        Sets.Add(set, value.Properties().Select(static property => property.Name));
        Variants.Add(value, _keys.Count);
        if (_keys.Count > budget.KeysPerObject)
        {
            MergeRareKeys();
        }
    }

    public void Merge(ObjectStatistics other)
    {
        foreach (var known in other.Keys)
        {
            if (!_keys.TryGetValue(known.Name, out var key))
            {
                _keys[known.Name] = key = new KeyStatistics(known.Name, _order++, Count + known.ObjectsBefore, Rest is not null || known.IsApproximate, budget);
            }

            key.Values.Merge(known.Values);
        }

        if (other.Rest is { } rest)
        {
            (Rest ??= new(budget)).Merge(rest);
        }

        Count += other.Count;
        Empty += other.Empty;
        (Fewest, Most) = (Math.Min(Fewest, other.Fewest), Math.Max(Most, other.Most));
        Sets.Merge(other.Sets);
        Variants.Merge(other.Variants);
        if (_keys.Count > budget.KeysPerObject)
        {
            MergeRareKeys();
        }
    }

    /// <summary>Makes room, as far as the budget asks for it.</summary>
    public void Prune()
    {
        if (_keys.Count > budget.KeysPerObject)
        {
            MergeRareKeys();
        }

        foreach (var key in _keys.Values)
        {
            key.Values.Prune();
        }

        Rest?.Values.Prune();
    }

    private KeyStatistics? Begin(string name, long objectsBefore)
    {
        if (budget.IsFull)
        {
            return null;
        }

        var key = new KeyStatistics(name, _order++, objectsBefore, Rest is not null, budget);
        _keys.Add(name, key);
        return key;
    }

    private void MergeRareKeys()
    {
        var rarest = _keys.Values.OrderByDescending(static key => TextPatterns.IsData(key.Pattern)).ThenBy(key => key.Rate(Count)).ThenByDescending(static key => key.Order).ToList();
        foreach (var key in rarest)
        {
            var spare = TextPatterns.IsData(key.Pattern) || (Count - key.ObjectsBefore >= KeyStatistics.Doubt && key.Rate(Count) < Rare);
            if (_keys.Count <= budget.KeysPerObject / 2 && !spare)
            {
                break;
            }

            _keys.Remove(key.Name);
            (Rest ??= new(budget)).Add(key);
            budget.Used -= key.Values.Size;
        }

        Sets.GiveUp();
        Variants.GiveUp();
    }
}
