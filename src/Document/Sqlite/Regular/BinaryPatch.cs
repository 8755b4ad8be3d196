using System.Text;
using DocMigrate.Document.Passes;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>
/// Sets and removes top-level fields of documents as they are stored: what stays is copied as it is. It gives what <c>jsonb_set</c> and <c>jsonb_remove</c> give, several times faster.
/// Not thread-safe.
/// </summary>
internal sealed class BinaryPatch
{
    private const int MostNames = 1000;

    /// <summary>Documents of one collection have few names.</summary>
    private readonly Dictionary<string, byte[]> _names = [];
    private readonly List<byte[]> _set = [];
    private readonly List<byte[]> _removed = [];
    private readonly JsonbBuffer _output = new();

    /// <summary>The document after the change; empty when a name in it is written with escapes, so that it can't be compared by its bytes. Valid until the next call.</summary>
    /// <param name="document">The document, in binary.</param>
    /// <param name="change">The change.</param>
    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> document, ReplayedDocument change)
    {
        var root = JsonbElement.Read(document, 0);
        if (root.Type != JsonbElement.Object || root.End != document.Length)
        {
            return default;
        }

        Fill(_set, change.Set.Select(static field => field.Name));
        Fill(_removed, change.Removed);
        _output.Clear();
        var begin = _output.Begin();
        var run = root.Payload;
        Span<bool> written = change.Set.Count <= 64 ? stackalloc bool[change.Set.Count] : new bool[change.Set.Count];
        for (var at = root.Payload; at < root.End;)
        {
            var key = JsonbElement.Read(document, at);
            var value = JsonbElement.Read(document, key.End);
            if (!key.IsPlainText || !key.Exists || !value.Exists || value.End > root.End)
            {
                return default;
            }

            var name = document[key.Payload..key.End];
            var set = Find(_set, name);
            if (set >= 0)
            {
                written[set] = true;
                _output.Append(document[run..key.End]);
                _output.AppendJson(change.Set[set].Text);
                run = value.End;
            }
            else if (Find(_removed, name) >= 0)
            {
                _output.Append(document[run..at]);
                run = value.End;
            }

            at = value.End;
        }

        _output.Append(document[run..root.End]);
        for (var i = 0; i < change.Set.Count; i++)
        {
            if (!written[i])
            {
                _output.Append(JsonbElement.RawText, _set[i]);
                _output.AppendJson(change.Set[i].Text);
            }
        }

        _output.End(begin, JsonbElement.Object);
        return _output.Bytes;
    }

    private static int Find(List<byte[]> names, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (name.SequenceEqual(names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private void Fill(List<byte[]> names, IEnumerable<string> from)
    {
        names.Clear();
        foreach (var name in from)
        {
            names.Add(Bytes(name));
        }
    }

    private byte[] Bytes(string name)
    {
        if (!_names.TryGetValue(name, out var bytes))
        {
            if (_names.Count == MostNames)
            {
                _names.Clear();
            }

            _names[name] = bytes = Encoding.UTF8.GetBytes(name);
        }

        return bytes;
    }
}
