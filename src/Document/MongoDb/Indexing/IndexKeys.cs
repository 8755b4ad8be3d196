using System.Globalization;
using DocMigrate.Document.MongoDb.Bson;

namespace DocMigrate.Document.MongoDb.Indexing;

/// <summary>
/// What a document has under an index of MongoDB: one key, or where an array is on the way one for each of its elements
/// (https://www.mongodb.com/docs/manual/core/indexes/index-types/index-multikey/). A missing value is null.
/// </summary>
/// <param name="paths">What the index is over, dotted.</param>
/// <param name="sparse">Whether a document that has none of it is not in the index.</param>
internal sealed class IndexKeys(IEnumerable<string> paths, bool sparse)
{
    private readonly string[][] _paths = [.. paths.Select(static path => path.Split('.'))];

    /// <summary>The keys, each once, as bytes that are equal where the index takes keys for equal. None of a document that can't be in the index because two arrays would have to be opened at once.</summary>
    public IReadOnlyList<byte[]> Of(RawDocument document)
    {
        var keys = new List<byte[]>();
        Add(document, [.. _paths], new RawValue?[_paths.Length], keys);
        return keys.Count < 2 ? keys : [.. keys.DistinctBy(Convert.ToBase64String)];
    }

    /// <param name="inside">Where what is left of the paths is looked for; null where there is nothing.</param>
    /// <param name="left">What is left of each path; null where its value was found.</param>
    /// <param name="values">What was found; null for what is missing.</param>
    /// <param name="keys">Get the keys.</param>
    private void Add(RawDocument? inside, string[]?[] left, RawValue?[] values, List<byte[]> keys)
    {
        RawValue? opened = null;
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] is not { } path)
            {
                continue;
            }

            (var value, left[i]) = Follow(inside, path);
            if (left[i] is null)
            {
                values[i] = value;
            }
            else if (opened is not null && !opened.Bytes.Equals(value!.Bytes))
            {
                return;
            }
            else
            {
                opened = value;
            }
        }

        if (opened is null)
        {
            Add(values, keys);
            return;
        }

        foreach (var element in opened.AsArray!.DefaultIfEmpty(new RawValue(BsonType.Undefined, default)))
        {
            var (rest, found) = (left.ToArray(), values.ToArray());
            for (var i = 0; i < rest.Length; i++)
            {
                if (rest[i] is { Length: 0 })
                {
                    (found[i], rest[i]) = (element, null);
                }
            }

            Add(element.AsDocument, rest, found, keys);
        }
    }

    private void Add(RawValue?[] values, List<byte[]> keys)
    {
        if (sparse && values.All(static value => value is null))
        {
            return;
        }

        var buffer = new BsonBuffer(64);
        foreach (var value in values)
        {
            IndexValue.Write(buffer, value);
        }

        keys.Add(buffer.Written.ToArray());
    }

    /// <summary>The value at the end of a path, and null; or the first array on the way, and what is left of the path then.</summary>
    private static (RawValue? Value, string[]? Left) Follow(RawDocument? inside, string[] path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            var value = inside?[path[i]];
            while (value is { Type: BsonType.Array } && i + 1 < path.Length && Element(value, path[i + 1]) is { } element)
            {
                (value, i) = (element, i + 1);
            }

            if (value is { Type: BsonType.Array })
            {
                return (value, path[(i + 1)..]);
            }

            if (i + 1 >= path.Length)
            {
                return (value, null);
            }

            inside = value?.AsDocument;
        }

        return (null, null);
    }

    /// <summary>A number in a path is an array's index where there is such an element.</summary>
    private static RawValue? Element(RawValue array, string name) =>
        name.Length > 0 && name.All(char.IsAsciiDigit) && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? array.AsArray!.ElementAtOrDefault(index) : null;
}
