namespace Shop.Demo;

/// <summary>What of each migration is worth a look: by migration, records before and after.</summary>
internal sealed class Examples
{
    private readonly Dictionary<string, List<(string Title, Func<Snapshot, string> Read)>> _examples = [];

    public static Examples Choose(Snapshot start)
    {
        var profile = start.Find("profiles", static json =>
            json.Contains("\"name\":\"", StringComparison.Ordinal) && !json.Contains("  ", StringComparison.Ordinal) && json.Contains("\"street\"", StringComparison.Ordinal)
            && json.Contains("\"zip\":\"", StringComparison.Ordinal) && !json.Contains("\"address\"", StringComparison.Ordinal));
        var odd = start.Find("profiles", static json => json.Contains("\"given\"", StringComparison.Ordinal));
        var product = start.Find("products", static json =>
            json.Contains("\"price\":\"", StringComparison.Ordinal) && !json.Contains("request", StringComparison.Ordinal)
            && json.Contains("\"stock\":{\"W", StringComparison.Ordinal) && json.Contains("\"stars\"", StringComparison.Ordinal) && json.Length < 200);
        var unpriced = start.Find("products", static json => json.Contains("on request", StringComparison.Ordinal));
        var examples = new Examples();
        examples.AddDocument("0002_names_and_currency", "profiles", profile, "a profile");
        examples.AddDocument("0002_names_and_currency", "profiles", odd, "a name that is no text: the migration says Keep");
        examples.AddRow("0002_names_and_currency", "orders");
        examples.AddDocument("0003_addresses", "profiles", profile, "the profile");
        examples.AddRow("0003_addresses", "customers");
        examples.AddDocument("0004_prices_and_stock", "products", product, "a product");
        examples.AddDocument("0004_prices_and_stock", "products", unpriced, "a price that is none: the migration says Quarantine");
        examples.AddRow("0004_prices_and_stock", "orders");
        return examples;
    }

    public void Show(Screen screen, string migration, Snapshot before, Snapshot after)
    {
        foreach (var (title, read) in _examples[migration])
        {
            screen.Note(title);
            screen.Item("before", read(before));
            screen.Item("after", read(after));
        }
    }

    private void AddDocument(string migration, string collection, string id, string title) =>
        Add(migration, $"{title}:", snapshot => snapshot.Document(collection, id));

    private void AddRow(string migration, string table) => Add(migration, $"a row of {table}:", snapshot => snapshot.Row(table, 1));

    private void Add(string migration, string title, Func<Snapshot, string> read)
    {
        if (!_examples.TryGetValue(migration, out var examples))
        {
            _examples[migration] = examples = [];
        }

        examples.Add((title, read));
    }
}
