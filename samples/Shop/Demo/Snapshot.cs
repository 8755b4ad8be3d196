using DocMigrate.Document.Values;

namespace Shop.Demo;

/// <summary>Everything that an application could read from both stores at one moment.</summary>
internal sealed class Snapshot
{
    private static readonly string[] Tables = ["customers", "orders"];
    private static readonly string[] Collections = ["products", "profiles"];
    private readonly Dictionary<string, TableCopy> _tables = [];
    private readonly Dictionary<string, Dictionary<string, string>> _documents = [];

    private Snapshot()
    {
    }

    public int Rows => _tables.Values.Sum(static table => table.Rows.Count);

    public int Documents => _documents.Values.Sum(static collection => collection.Count);

    public static async Task<Snapshot> TakeAsync(ShopFiles files, ICatalog catalog, CancellationToken cancellationToken)
    {
        var snapshot = new Snapshot();
        await using var main = await files.OpenAsync("main", cancellationToken);
        foreach (var table in Tables)
        {
            snapshot._tables.Add(table, await TableCopy.ReadAsync(main, table, cancellationToken));
        }

        foreach (var collection in Collections)
        {
            snapshot._documents.Add(collection, await catalog.ReadAsync(collection, cancellationToken));
        }

        return snapshot;
    }

    /// <summary>The row of a table, as <c>column = value</c>.</summary>
    public string Row(string table, long id) => _tables[table].Show(id);

    /// <summary>A document as JSON.</summary>
    public string Document(string collection, string id) => _documents[collection][id];

    /// <summary>The id of the first document for which the condition holds, in order of insertion; of the first at all where there are too few to choose from.</summary>
    public string Find(string collection, Func<string, bool> condition) =>
        _documents[collection].Where(pair => condition(pair.Value)).Concat(_documents[collection]).First().Key;

    /// <summary>
    /// Where the other is not the same: rows value by value with their types, documents by <see cref="DocumentEquality"/>. Where in its parent a key
    /// stands does not count: that is not promised for a key that a migration touched.
    /// </summary>
    public IEnumerable<string> DifferencesTo(Snapshot other) =>
        _tables.SelectMany(pair => pair.Value.DifferencesTo(other._tables[pair.Key]))
            .Concat(_documents.SelectMany(pair => Differences(pair.Key, pair.Value, other._documents[pair.Key])));

    private static IEnumerable<string> Differences(string collection, Dictionary<string, string> ours, Dictionary<string, string> theirs)
    {
        foreach (var (id, text) in ours)
        {
            if (!theirs.TryGetValue(id, out var other))
            {
                yield return $"{collection} {id} is missing";
            }
            else if (text != other && !DocumentEquality.AnyOrder.Same(DocumentReader.Read(text), DocumentReader.Read(other)))
            {
                yield return $"{collection} {id}: {text} became {other}";
            }
        }

        foreach (var id in theirs.Keys.Where(id => !ours.ContainsKey(id)))
        {
            yield return $"{collection} {id} is new";
        }
    }
}
