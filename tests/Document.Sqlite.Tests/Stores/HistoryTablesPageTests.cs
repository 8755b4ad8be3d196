using System.Text.RegularExpressions;
using DocMigrate.Document.Sqlite.Tests.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Stores;

/// <summary>docs/history-tables.md is held against the tables that are really made, under another prefix than usual.</summary>
public sealed partial class HistoryTablesPageTests : IDisposable
{
    private const string Prefix = "_mine_";

    private readonly TemporaryProject _project = new(prefix: Prefix);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task The_page_has_every_table_and_every_column_and_no_other_table_of_ours_is_made()
    {
        _project.Fill("people", [new JObject(new JProperty("_id", new JValue(1)), new JProperty("n", new JValue(1)))]);
        _project.Define("0001_make", static migration => migration
            .Sql("main", static sql => sql.CreateTable("orders", static t => t.Column("id", static c => c.Int64().Key())).RunSql("INSERT INTO orders VALUES (1)", "DELETE FROM orders"))
            .Documents("docs", "people", static c => c.Remove("n")));
        _project.Define("0002_drop", static migration => migration
            .Sql("main", static sql => sql.DropTable("orders"))
            .Documents("docs", "people", static c => c.Drop()));
        await _project.MigrateAsync();

        var made = _project.Rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
        Assert.All(made, static name => Assert.StartsWith(Prefix, name, StringComparison.Ordinal));
        Assert.Contains(made, static name => Aside().IsMatch(name));
        Assert.Equal(
            made.Where(static name => !Aside().IsMatch(name)).SelectMany(Columns),
            Documented().OrderBy(static column => column.Split('.')[0], StringComparer.Ordinal));
    }

    private IEnumerable<string> Columns(string table) =>
        _project.Rows($"SELECT '{table[Prefix.Length..]}.' || name || ' ' || type FROM pragma_table_info('{table}') ORDER BY cid");

    private static IEnumerable<string> Documented()
    {
        var page = File.ReadAllText(Path.Combine(Repository(), "docs", "history-tables.md")).ReplaceLineEndings("\n");
        return Table().Matches(page).SelectMany(static table => Row().Matches(table.Groups["rows"].Value)
            .Select(row => $"{table.Groups["name"].Value}.{row.Groups["column"].Value} {row.Groups["type"].Value}"));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DocMigrate.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("There is no DocMigrate.sln above the tests.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^_mine_aside_\d+(_.+)?$")]
    private static partial Regex Aside();

    [GeneratedRegex(@"^### (?<name>\w+)\n(?<text>(?:(?!^#).*\n)*?)\| column \|.*\n\| ---.*\n(?<rows>(?:\|.*\n?)+)", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\| `(?<column>\w+)` \| (?<type>\w*) ?\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
