using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Inference.Statistics;

/// <summary>All that is known about the values of one path. Its size does not grow with their number.</summary>
internal sealed class ValueStatistics
{
    private readonly InferenceBudget _budget;
    private readonly long[] _types = new long[Enum.GetValues<InferredType>().Length];

    public ValueStatistics(InferenceBudget budget)
    {
        _budget = budget;
        budget.Used++;
    }

    /// <summary>How many values.</summary>
    public long Count { get; private set; }

    public long True { get; private set; }

    public TextStatistics? Texts { get; private set; }

    public NumberStatistics? Numbers { get; private set; }

    public DateStatistics? Dates { get; private set; }

    public ObjectStatistics? Objects { get; private set; }

    public ArrayStatistics? Arrays { get; private set; }

    /// <summary>How many paths it and those below it are.</summary>
    public int Size => 1 + (Objects?.Size ?? 0) + (Arrays?.Elements.Size ?? 0);

    public long Of(InferredType type) => _types[(int)type];

    public void Add(JToken value)
    {
        Count++;
        var type = TypeOf.Value(value);
        _types[(int)type]++;
        switch (type)
        {
            case InferredType.Boolean:
                True += (bool)((JValue)value).Value! ? 1 : 0;
                break;
            case InferredType.Int32 or InferredType.Int64 when value is JValue number:
                (Numbers ??= new()).Add(Convert.ToInt64(number.Value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case InferredType.Double when value is JValue { Value: double number }:
                (Numbers ??= new()).Add(number);
                break;
            case InferredType.String when value is JValue { Value: string text }:
                (Texts ??= new()).Add(text);
                break;
            case InferredType.DateTime when DateText.Of(value) is { } text && DateText.Parse(text) is { } date:
                (Dates ??= new()).Add(date);
                break;
            case InferredType.Object when Objects is not null || !_budget.IsFull:
                (Objects ??= new(_budget)).Add((JObject)value);
                break;
            case InferredType.Array when Arrays is not null || !_budget.IsFull:
                (Arrays ??= new(_budget)).Add((JArray)value);
                break;
        }
    }

    public void Merge(ValueStatistics other)
    {
        Count += other.Count;
        True += other.True;
        for (var i = 0; i < _types.Length; i++)
        {
            _types[i] += other._types[i];
        }

        if (other.Texts is { } texts)
        {
            (Texts ??= new()).Merge(texts);
        }

        if (other.Numbers is { } numbers)
        {
            (Numbers ??= new()).Merge(numbers);
        }

        if (other.Dates is { } dates)
        {
            (Dates ??= new()).Merge(dates);
        }

        if (other.Objects is { } objects)
        {
            (Objects ??= new(_budget)).Merge(objects);
        }

        if (other.Arrays is { } arrays)
        {
            (Arrays ??= new(_budget)).Merge(arrays);
        }
    }

    /// <summary>Makes room, as far as the budget asks for it.</summary>
    public void Prune()
    {
        Objects?.Prune();
        Arrays?.Elements.Prune();
    }
}
