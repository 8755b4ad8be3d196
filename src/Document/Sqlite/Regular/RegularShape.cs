using System.Runtime.CompilerServices;
using System.Text;
using DocMigrate.Document.Sqlite.Execution;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>
/// Tells by one walk over the binary document whether it is as most are: every field that operations move is there, every field that they make is not, every text
/// that they convert is written in the usual way. All others take the longer way; nothing depends on this but speed. Immutable, thread-safe.
/// </summary>
internal sealed class RegularShape
{
    /// <summary>How many fields of an object are looked for at most: one bit each.</summary>
    public const int MostFields = 64;

    private readonly List<RegularField> _fields = [];

    /// <summary>The shape of places and what is to be there; null when the checks contradict each other.</summary>
    /// <param name="checks">The checks.</param>
    /// <param name="places">Gets the number of each place.</param>
    public static RegularShape? Of(IEnumerable<RegularCheck> checks, Dictionary<ValueList<string>, int> places)
    {
        var root = new RegularShape();
        return checks.All(check => root.Add(check, 0, places)) ? root : null;
    }

    /// <summary>Whether the document is regular. Bytes that are no binary JSON object are not.</summary>
    /// <param name="document">The document.</param>
    /// <param name="seq">Its number.</param>
    /// <param name="places">Gets the places of the fields, by their numbers.</param>
    /// <param name="captured">Gets the values to be kept aside when it is regular; null when nothing is to be kept.</param>
    public bool Matches(ReadOnlySpan<byte> document, long seq, Span<JsonbElement> places, List<CapturedValue>? captured)
    {
        var root = JsonbElement.Read(document, 0);
        var before = captured?.Count ?? 0;
        if (root.Type == JsonbElement.Object && root.End == document.Length && MatchesFields(document, root, seq, places, captured))
        {
            return true;
        }

        captured?.RemoveRange(before, captured.Count - before);
        return false;
    }

    // Called for every document, from the first on: to run slowly until the runtime has measured it would cost more than it gains.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool MatchesFields(ReadOnlySpan<byte> document, JsonbElement parent, long seq, Span<JsonbElement> places, List<CapturedValue>? captured)
    {
        var seen = 0UL;
        for (var at = parent.Payload; at < parent.End;)
        {
            var key = JsonbElement.Read(document, at);
            var value = key.IsPlainText ? JsonbElement.Read(document, key.End) : default;
            if (!value.Exists || value.End > parent.End)
            {
                return false;
            }

            at = value.End;
            var name = document[key.Payload..key.End];
            for (var i = 0; i < _fields.Count; i++)
            {
                var field = _fields[i];
                if (name.SequenceEqual(field.Key))
                {
                    // A key that comes twice is no regular document either.
                    if ((seen & (1UL << i)) != 0 || !Matches(document, value, field, seq, places, captured))
                    {
                        return false;
                    }

                    seen |= 1UL << i;
                    break;
                }
            }
        }

        for (var i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].Check.Check is not (ValueCheck.Absent or ValueCheck.Other) && (seen & (1UL << i)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Matches(
        ReadOnlySpan<byte> document, JsonbElement value, RegularField field, long seq, Span<JsonbElement> places, List<CapturedValue>? captured)
    {
        if (field.Place >= 0)
        {
            places[field.Place] = value;
        }

        switch (field.Check.Check)
        {
            case ValueCheck.Present:
                return true;
            case ValueCheck.Other:
                return !document[value.Start..value.End].SequenceEqual(field.Constant);
            case ValueCheck.Object:
                return value.Type == JsonbElement.Object && !IsWrapper(document, value)
                    && (field.Inner is null || field.Inner.MatchesFields(document, value, seq, places, captured));
            case ValueCheck.Int32Text:
                return value.IsPlainText && RegularText.IsInt32(document[value.Payload..value.End]);
            case ValueCheck.DecimalText when value.IsPlainText && RegularText.IsDecimal(document[value.Payload..value.End]):
                if (captured is not null && !RegularText.IsPrinted(document[value.Payload..value.End]))
                {
                    var text = Encoding.ASCII.GetString(document[value.Payload..value.End]);
                    captured.Add(new CapturedValue(new RowKey(seq), field.Check.Operation, field.Check.KeptPath!, $"\"{text}\"", RegularText.Print(text)));
                }

                return true;
            default:
                return false;
        }
    }

    private static bool IsWrapper(ReadOnlySpan<byte> document, JsonbElement value)
    {
        var key = value.Payload < value.End ? JsonbElement.Read(document, value.Payload) : default;
        return key.Payload < key.End && document[key.Payload] == '$';
    }

    private bool Add(RegularCheck check, int depth, Dictionary<ValueList<string>, int> places)
    {
        var key = Encoding.UTF8.GetBytes(check.Place[depth]);
        var at = _fields.FindIndex(field => field.Key.AsSpan().SequenceEqual(key));
        var known = at < 0 ? null : _fields[at];
        if (depth < check.Place.Count - 1)
        {
            if (known is { Check.Check: not (ValueCheck.Object or ValueCheck.Present) })
            {
                return false;
            }

            var inner = known?.Inner ?? new RegularShape();
            Put(at, new RegularField(key, new RegularCheck(check.Place, ValueCheck.Object), inner, known?.Place ?? -1));
            return inner.Add(check, depth + 1, places);
        }

        switch (known?.Check.Check)
        {
            case null or ValueCheck.Present when known is null || check.Check is not (ValueCheck.Absent or ValueCheck.Other):
                if (!places.TryGetValue(check.Place, out var place))
                {
                    places[check.Place] = place = places.Count;
                }

                Put(at, new RegularField(key, check, known?.Inner, place, check.Constant is null ? null : JsonbBuffer.Encode(check.Constant)));
                return _fields.Count <= MostFields;
            case ValueCheck.Absent or ValueCheck.Other:
                return check.Check == known!.Check.Check && check.Constant == known.Check.Constant;
            default:
                return check.Check == ValueCheck.Present || check.Check == known!.Check.Check;
        }
    }

    private void Put(int at, RegularField field)
    {
        if (at < 0)
        {
            _fields.Add(field);
        }
        else
        {
            _fields[at] = field;
        }
    }
}
