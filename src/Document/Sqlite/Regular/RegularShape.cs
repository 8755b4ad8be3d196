using System.Runtime.CompilerServices;
using System.Text;
using DocMigrate.Document.Sqlite.Execution;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>
/// Tells by one walk over the binary document whether it is as most are: every field that operations move is there, every field that they make is not, every text
/// that they convert is written in the usual way. For such a document the expression needs no conditions. All others take the longer way; nothing depends on this
/// but speed. Immutable, thread-safe.
/// </summary>
internal sealed class RegularShape
{
    private readonly List<RegularField> _fields = [];

    private RegularShape()
    {
    }

    /// <summary>The shape of places and what is to be there; null when the checks contradict each other.</summary>
    public static RegularShape? Of(IEnumerable<RegularCheck> checks)
    {
        var root = new RegularShape();
        return checks.All(check => root.Add(check, 0)) ? root : null;
    }

    /// <summary>Whether the document is regular. Bytes that are no binary JSON object are not.</summary>
    /// <param name="document">The document.</param>
    /// <param name="seq">Its number.</param>
    /// <param name="captured">Gets the values to be kept aside when it is regular; null when nothing is to be kept.</param>
    public bool Matches(ReadOnlySpan<byte> document, long seq, List<CapturedValue>? captured)
    {
        var root = JsonbElement.Read(document);
        var before = captured?.Count ?? 0;
        if (root.Type == JsonbElement.Object && root.Size == document.Length && MatchesFields(root.Payload, seq, captured))
        {
            return true;
        }

        captured?.RemoveRange(before, captured.Count - before);
        return false;
    }

    // Called for every document, from the first on: to run slowly until the runtime has measured it would cost more than it gains.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool MatchesFields(ReadOnlySpan<byte> fields, long seq, List<CapturedValue>? captured)
    {
        var seen = 0UL;
        while (!fields.IsEmpty)
        {
            var key = JsonbElement.Read(fields);
            if (!key.IsPlainText)
            {
                return false;
            }

            fields = fields[key.Size..];
            var value = JsonbElement.Read(fields);
            if (value.Size == 0)
            {
                return false;
            }

            fields = fields[value.Size..];
            for (var i = 0; i < _fields.Count; i++)
            {
                if (key.Payload.SequenceEqual(_fields[i].Key))
                {
                    // A key that comes twice is no regular document either.
                    if ((seen & (1UL << i)) != 0 || !Matches(value, _fields[i], seq, captured))
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
            if (_fields[i].Check.Check != ValueCheck.Absent && (seen & (1UL << i)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Matches(JsonbElement value, RegularField field, long seq, List<CapturedValue>? captured)
    {
        switch (field.Check.Check)
        {
            case ValueCheck.Present:
                return true;
            case ValueCheck.Object:
                return value.Type == JsonbElement.Object
                    && !JsonbElement.Read(value.Payload).Payload.StartsWith("$"u8)
                    && (field.Inner is null || field.Inner.MatchesFields(value.Payload, seq, captured));
            case ValueCheck.Int32Text:
                return value.IsPlainText && RegularText.IsInt32(value.Payload);
            case ValueCheck.DecimalText when value.IsPlainText && RegularText.IsDecimal(value.Payload):
                if (captured is not null && !RegularText.IsPrinted(value.Payload))
                {
                    var text = Encoding.ASCII.GetString(value.Payload);
                    captured.Add(new CapturedValue(seq, field.Check.Operation, field.Check.KeptPath!, $"\"{text}\"", RegularText.Print(text)));
                }

                return true;
            default:
                return false;
        }
    }

    private bool Add(RegularCheck check, int depth)
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
            Put(at, new RegularField(key, new RegularCheck(check.Place, ValueCheck.Object), inner));
            return inner.Add(check, depth + 1);
        }

        switch (known?.Check.Check)
        {
            case null or ValueCheck.Present when known is null || check.Check != ValueCheck.Absent:
                Put(at, new RegularField(key, check, null));
                return _fields.Count <= 64;
            case ValueCheck.Absent:
                return check.Check == ValueCheck.Absent;
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
