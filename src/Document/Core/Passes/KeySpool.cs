using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DocMigrate.Document.Passes;

/// <summary>
/// Finds equal ones among values of documents, however many there are: on disk, with memory for a part of them at a time. For stores that have no place of their own for it, where nobody else
/// sees it. Values are known by 128 bits of their SHA-256. Not thread-safe.
/// </summary>
public sealed class KeySpool : IDisposable
{
    /// <summary>About how many values are counted at a time.</summary>
    private const long MostHeld = 1_000_000;

    private const int Hash = 16;
    private const int Head = Hash + sizeof(int);

    private static readonly Comparer<byte[]> Places = Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    private readonly SpoolFile _file;
    private readonly long _held;
    private long _count;

    private delegate void RecordReader(UInt128 hash, ReadOnlySpan<byte> rest);

    /// <summary>Makes a place in the system's folder of temporary files; in memory where that can't be written to.</summary>
    public KeySpool()
        : this(MostHeld)
    {
    }

    /// <param name="held">About how many values are counted at a time.</param>
    internal KeySpool(long held) => (_held, _file) = (held, SpoolFile.TryMake() ?? new SpoolFile(new MemoryStream()));

    /// <summary>Adds a value of a document. Not the same one twice of a document, and none after the first search.</summary>
    /// <param name="value">The value, as bytes that are equal where values are.</param>
    /// <param name="place">The document's place in the order of passes, as bytes that compare as places do.</param>
    /// <param name="id">The document's id as a person reads it.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Add(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var record = new byte[Head + place.Length + Encoding.UTF8.GetByteCount(id)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(value, hash);
        hash[..Hash].CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(Hash), place.Length);
        place.CopyTo(record.AsSpan(Head));
        Encoding.UTF8.GetBytes(id, record.AsSpan(Head + place.Length));
        _file.Add(record);
        _count++;
    }

    /// <summary>Finds values that more than one document has.</summary>
    /// <param name="most">How many groups are named, and how many documents of each, at most: the first ones in the order of passes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="IOException">What was written can't be read.</exception>
    public UniqueCollisions Find(int most, CancellationToken cancellationToken)
    {
        var (groups, documents) = (0L, 0L);
        var first = new SortedDictionary<byte[], UInt128>(Places);
        var parts = (ulong)Math.Max(1, (_count + _held - 1) / _held);
        for (var part = 0UL; part < parts; part++)
        {
            var counts = new Dictionary<UInt128, long>();
            Read((hash, _) => counts[hash] = counts.GetValueOrDefault(hash) + 1, hash => (ulong)hash % parts == part, cancellationToken);
            var equal = counts.Where(static count => count.Value > 1).Select(static count => count.Key).ToHashSet();
            if (equal.Count == 0)
            {
                continue;
            }

            groups += equal.Count;
            documents += equal.Sum(hash => counts[hash]);
            counts.Clear();
            var places = new Dictionary<UInt128, byte[]>(equal.Count);
            Read(
                (hash, rest) =>
                {
                    var place = PlaceOf(rest);
                    if (!places.TryGetValue(hash, out var known) || place.SequenceCompareTo(known) < 0)
                    {
                        places[hash] = place.ToArray();
                    }
                },
                equal.Contains,
                cancellationToken);
            foreach (var (hash, place) in places)
            {
                // A document with an array may be the first of several groups.
                byte[] unique = [.. place, .. BitConverter.GetBytes(hash)];
                first[unique] = hash;
                if (first.Count > most)
                {
                    first.Remove(first.Keys.Last());
                }
            }
        }

        return new UniqueCollisions(groups, documents, Samples([.. first.Values], most, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static ReadOnlySpan<byte> PlaceOf(ReadOnlySpan<byte> rest) => rest.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(rest));

    private IReadOnlyList<IReadOnlyList<string>> Samples(IReadOnlyList<UInt128> groups, int most, CancellationToken cancellationToken)
    {
        if (groups.Count == 0)
        {
            return [];
        }

        var samples = groups.ToDictionary(static hash => hash, static _ => new SortedList<byte[], string>(Places));
        Read(
            (hash, rest) =>
            {
                var place = PlaceOf(rest);
                var sample = samples[hash];
                sample[place.ToArray()] = Encoding.UTF8.GetString(rest[(sizeof(int) + place.Length)..]);
                if (sample.Count > most)
                {
                    sample.RemoveAt(most);
                }
            },
            samples.ContainsKey,
            cancellationToken);
        return [.. groups.Select(hash => (IReadOnlyList<string>)[.. samples[hash].Values])];
    }

    private void Read(RecordReader read, Func<UInt128, bool> wanted, CancellationToken cancellationToken)
    {
        _file.Rewind();
        for (var record = _file.Next(); !record.IsEmpty; record = _file.Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var hash = BinaryPrimitives.ReadUInt128LittleEndian(record);
            if (wanted(hash))
            {
                read(hash, record[Hash..]);
            }
        }
    }
}
