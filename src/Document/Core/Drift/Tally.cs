namespace DocMigrate.Document.Drift;

/// <summary>Counts documents and keeps the ids of the first ones.</summary>
internal sealed class Tally
{
    private const int Most = 5;

    private readonly List<string> _samples = [];

    public long Count { get; private set; }

    public ValueList<string> Samples => _samples.ToValueList();

    public void Add(string id)
    {
        Count++;
        if (_samples.Count < Most)
        {
            _samples.Add(id);
        }
    }

    public DriftCount ToCount() => new(Count, Samples);
}
