using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>Writes and reads one <see cref="SpooledVerdict"/> as bytes. Read by the process that wrote it and nobody else, so it has no version.</summary>
internal static class SpoolRecord
{
    private const int FingerprintSize = 16;

    /// <summary>Writes a record.</summary>
    public static void Write(ArrayBufferWriter<byte> target, JudgedDocument judged, int? misfit)
    {
        Text(target, judged.Stored.Key.Json);
        BinaryPrimitives.WriteUInt128LittleEndian(target.GetSpan(FingerprintSize), judged.Stored.Content.Fingerprint);
        target.Advance(FingerprintSize);
        foreach (var counts in judged.Counts)
        {
            Number(target, counts.Changed);
            Number(target, counts.Quarantined);
            Number(target, counts.Shadowed);
        }

        Number(target, misfit is { } operation ? operation + 1 : 0);
        if (judged.Quarantined is { } entry)
        {
            Path(target, entry.Path);
            Text(target, entry.Reason);
        }

        Number(target, judged.Reshaped is null ? 0 : judged.Reshaped.Change is null ? 1 : 2);
        if (judged.Reshaped is { } reshaped)
        {
            Number(target, reshaped.Change?.Set.Count ?? 0);
            foreach (var field in reshaped.Change?.Set ?? [])
            {
                Text(target, field.Name);
                Text(target, field.Text);
            }

            Number(target, reshaped.Change?.Removed.Count ?? 0);
            foreach (var name in reshaped.Change?.Removed ?? [])
            {
                Text(target, name);
            }

            Number(target, reshaped.Kept.Count);
            foreach (var values in reshaped.Kept)
            {
                Kept(target, values);
            }
        }
    }

    /// <summary>Reads a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="parts">How many parts the pass has.</param>
    public static SpooledVerdict Read(ReadOnlySpan<byte> record, int parts)
    {
        var key = new DocumentKey(Text(ref record));
        var fingerprint = BinaryPrimitives.ReadUInt128LittleEndian(record);
        record = record[FingerprintSize..];
        var counts = new StepCounts[parts];
        for (var i = 0; i < parts; i++)
        {
            counts[i] = new StepCounts(Changed: Number(ref record), Quarantined: Number(ref record), Shadowed: Number(ref record));
        }

        var verdict = new SpooledVerdict(key, fingerprint, counts);
        if (Number(ref record) is > 0 and var misfit)
        {
            verdict = verdict with { Misfit = (int)misfit - 1, Path = Path(ref record), Reason = Text(ref record) };
        }

        return Number(ref record) is > 0 and var written ? verdict with { Written = Written(ref record, changes: written == 2) } : verdict;
    }

    private static ReplayedDocument Written(ref ReadOnlySpan<byte> record, bool changes)
    {
        var set = new ChangedField[Number(ref record)];
        for (var i = 0; i < set.Length; i++)
        {
            set[i] = new ChangedField(Text(ref record), Text(ref record));
        }

        var removed = new string[Number(ref record)];
        for (var i = 0; i < removed.Length; i++)
        {
            removed[i] = Text(ref record);
        }

        var kept = new IReadOnlyList<KeptValue>?[Number(ref record)];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = Kept(ref record);
        }

        return new ReplayedDocument(changes, set, removed, kept);
    }

    private static void Kept(ArrayBufferWriter<byte> target, IReadOnlyList<KeptValue>? values)
    {
        Number(target, values is null ? 0 : values.Count + 1);
        foreach (var value in values ?? [])
        {
            Path(target, value.Path);
            Optional(target, value.Taken is null ? null : DocumentWriter.Write(value.Taken));
            Optional(target, value.PutHash);
        }
    }

    private static KeptValue[]? Kept(ref ReadOnlySpan<byte> record)
    {
        var count = Number(ref record) - 1;
        if (count < 0)
        {
            return null;
        }

        var values = count == 0 ? [] : new KeptValue[count];
        for (var i = 0; i < values.Length; i++)
        {
            var path = Path(ref record);
            values[i] = new KeptValue(path, Optional(ref record) is { } taken ? DocumentReader.ReadValue(taken) : null, Optional(ref record));
        }

        return values;
    }

    private static void Path(ArrayBufferWriter<byte> target, DocumentPath path)
    {
        Number(target, path.Segments.Count);
        foreach (var segment in path.Segments)
        {
            Text(target, segment);
        }
    }

    private static DocumentPath Path(ref ReadOnlySpan<byte> record)
    {
        var segments = new string[Number(ref record)];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = Text(ref record);
        }

        return DocumentPath.Of(segments);
    }

    private static void Optional(ArrayBufferWriter<byte> target, string? text)
    {
        Number(target, text is null ? 0 : 1);
        if (text is not null)
        {
            Text(target, text);
        }
    }

    private static string? Optional(ref ReadOnlySpan<byte> record) => Number(ref record) == 0 ? null : Text(ref record);

    private static void Text(ArrayBufferWriter<byte> target, string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        Number(target, size);
        target.Advance(Encoding.UTF8.GetBytes(text, target.GetSpan(size)));
    }

    private static string Text(ref ReadOnlySpan<byte> record)
    {
        var size = (int)Number(ref record);
        var text = Encoding.UTF8.GetString(record[..size]);
        record = record[size..];
        return text;
    }

    /// <summary>A number that is not negative, most of them in one byte.</summary>
    private static void Number(ArrayBufferWriter<byte> target, long number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            target.GetSpan(1)[0] = (byte)(number | 0x80);
            target.Advance(1);
        }

        target.GetSpan(1)[0] = (byte)number;
        target.Advance(1);
    }

    private static long Number(ref ReadOnlySpan<byte> record)
    {
        var number = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = record[0];
            record = record[1..];
            number |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
