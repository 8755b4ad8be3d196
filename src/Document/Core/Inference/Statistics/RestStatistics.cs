using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Inference.Statistics;

/// <summary>What is known of the keys that have no statistics of their own: those of a map, or rare ones where there is no room.</summary>
internal sealed class RestStatistics(InferenceBudget budget)
{
    private readonly long[] _patterns = new long[Enum.GetValues<TextPattern>().Length];

    /// <summary>How many keys, about: one that comes again after it was merged counts again.</summary>
    public long Keys { get; private set; }

    public ValueStatistics Values { get; } = new(budget);

    /// <summary>What the keys look like, if nearly all look alike; else <see cref="TextPattern.Other"/>.</summary>
    public TextPattern Pattern
    {
        get
        {
            var most = Array.IndexOf(_patterns, _patterns.Max());
            return _patterns[most] >= 0.9 * Keys ? (TextPattern)most : TextPattern.Other;
        }
    }

    public void Add(KeyStatistics key)
    {
        Keys++;
        _patterns[(int)key.Pattern]++;
        Values.Merge(key.Values);
    }

    public void Add(string key, JToken value)
    {
        Keys++;
        _patterns[(int)TextPatterns.Of(key)]++;
        Values.Add(value);
    }

    public void Merge(RestStatistics other)
    {
        Keys += other.Keys;
        for (var i = 0; i < _patterns.Length; i++)
        {
            _patterns[i] += other._patterns[i];
        }

        Values.Merge(other.Values);
    }
}
