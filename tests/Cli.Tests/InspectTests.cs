using DocMigrate.Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Cli.Tests;

public sealed class InspectTests(Workshop workshop)
{
    private const string Configuration = """
        { "stores": { "main": { "provider": "sqlite", "connection": "Data Source=main.db" }, "catalog": { "provider": "sqlite-json", "connection": "Data Source=catalog.db" } } }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_what_is_in_a_store_as_text_and_as_one_document()
    {
        var (folder, assembly) = await FolderAsync("text");
        Fill(folder, "people", [.. Enumerable.Range(1, 40).Select(static i => $$"""{"_id":{{i}},"name":"N {{i}}","tier":"{{(i % 2 == 0 ? "gold" : "basic")}}"{{(i % 4 == 0 ? ",\"age\":7" : "")}} }""")]);
        Fill(folder, "empty", []);

        var text = (await workshop.ToolAsync(folder, "inspect", "--assembly", assembly)).Returned(0);
        var json = (await workshop.ToolAsync(folder, "inspectdb", "people", "--store", "catalog", "--sample", "10", "--json", "--assembly", assembly)).Returned(0).Json;

        Assert.Equal(
            """
            empty: no documents

            people: 40 documents, all read

            _id         int32 (1 to 40)
            name        string (3 to 4 characters)
            tier        string ("basic" 50 %, "gold" 50 %)
            age   25 %  int32 (always 7)
            """,
            text.Out.TrimEnd());
        Expect.Properties(json, "collections", "emitted");
        var people = Assert.Single(json.GetProperty("collections").EnumerateArray());
        Expect.Properties(people, "store", "collection", "documents", "examined", "unreadable", "unreadableSamples", "shape");
        Assert.Equal((40L, 10L), (people.GetProperty("documents").GetInt64(), people.GetProperty("examined").GetInt64()));
        Assert.Equal(["catalog.db", "docmigrate.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Says_what_was_probably_meant()
    {
        var (folder, assembly) = await FolderAsync("typing");
        Fill(folder, "people", ["""{"_id":1}"""]);

        Expect.Error(await workshop.ToolAsync(folder, "inspect", "poeple", "--assembly", assembly), 2, "DM6400", "'poeple'", "Did you mean 'people'?");
        Expect.JsonError(await workshop.ToolAsync(folder, "drift", "poeple", "--json", "--assembly", assembly), 2, "DM6400");
        Expect.Error(await workshop.ToolAsync(folder, "inspect", "--store", "main", "--assembly", assembly), 2, "DM6402", "'main'", "tables");
        Expect.Error(await workshop.ToolAsync(folder, "inspect", "--store", "catalgo"), 2, "DM1006", "Did you mean 'catalog'?");
        Expect.Error(await workshop.ToolAsync(folder, "inspect", "--sample", "some"), 2, "DM1200", "'some' is no number of documents");
        Expect.Error(await workshop.ToolAsync(folder, "inspect", "--sample", "0"), 2, "DM1200", "from 1 on");
        Expect.Error(await workshop.ToolAsync(folder, "inspect", "--emit", "cs"), 2, "DM1200", "Did you mean 'csharp'?");
        Expect.Error(await workshop.ToolAsync(folder, "inspect", "--sample", "5", "--all"), 2, "DM1215", "--sample", "--all");
        Expect.Error(await workshop.ToolAsync(folder, "inspect", "--output", "x.cs"), 2, "DM1215", "--emit");
        Expect.Error(await workshop.ToolAsync(folder, "insepct"), 2, "DM1200", "Did you mean 'inspect'?");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_warned_of_and_not_made()
    {
        var (folder, assembly) = await FolderAsync("absent");

        var run = (await workshop.ToolAsync(folder, "inspect", "--assembly", assembly)).Returned(0);

        Assert.Equal("(no collections)", run.Out.Trim());
        Assert.Contains($"does not exist: {Path.Combine(folder, "catalog.db")}", run.Error, StringComparison.Ordinal);
        Expect.Error(await workshop.ToolAsync(folder, "inspect", "people", "--assembly", assembly), 2, "DM6400", "no collections");
        Assert.Equal(["docmigrate.json"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Emits_a_schema_to_a_file_that_it_replaces_only_when_told()
    {
        var (folder, assembly) = await FolderAsync("schema");
        Fill(folder, "people", ["""{"_id":1,"name":"N"}"""]);

        (await workshop.ToolAsync(folder, "inspect", "people", "--emit", "jsonschema", "--output", "out/people.json", "--assembly", assembly)).Returned(0);
        var printed = (await workshop.ToolAsync(folder, "inspect", "people", "--emit", "jsonschema", "--assembly", assembly)).Returned(0);

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", printed.Json.GetProperty("$schema").GetString());
        Assert.Equal(printed.Out.Trim(), (await File.ReadAllTextAsync(Path.Combine(folder, "out", "people.json"), Token)).Trim());
        Expect.Error(await workshop.ToolAsync(folder, "inspect", "--emit", "jsonschema", "--output", "out/people.json", "--assembly", assembly), 2, "DM1210", "people.json");
        (await workshop.ToolAsync(folder, "inspect", "--emit", "jsonschema", "--output", "out/people.json", "--yes", "--assembly", assembly)).Returned(0);
    }

    [Fact]
    public async Task Drift_says_which_documents_are_behind_and_ahead()
    {
        var (folder, assembly) = await FolderAsync("drift");
        (await workshop.ToolAsync(folder, "migrate", "shop", "0001", "--assembly", assembly)).Returned(0);
        Fill(folder, "people", ["""{"_id":1,"name":"Ada Lovelace"}""", """{"_id":2,"name":"Alan Turing","age":41}"""]);
        (await workshop.ToolAsync(folder, "migrate", "shop", "0002", "--assembly", assembly)).Returned(0);

        var fine = (await workshop.ToolAsync(folder, "drift", "--assembly", assembly)).Returned(0);
        Fill(folder, "people", ["""{"_id":3,"name":"Old Writer"}""", """{"_id":4,"givenName":"New","lastName":"Writer"}"""]);
        var drifted = (await workshop.ToolAsync(folder, "drift", "--assembly", assembly)).Returned(3);
        var json = (await workshop.ToolAsync(folder, "drift", "people", "--json", "--assembly", assembly)).Returned(3).Json;

        Assert.Equal("people: 2 documents, all as the applied migrations made them\nmain: not checked, for drift of tables is not looked for yet\nNo drift found.", fine.Out.Trim().ReplaceLineEndings("\n"));
        Assert.Contains("  1  behind: as before shop.0002_split_name (_id 3)", drifted.Out, StringComparison.Ordinal);
        Assert.Contains("  1  ahead: as shop.0003_given_name will make them, which is not applied (_id 4)", drifted.Out, StringComparison.Ordinal);
        Assert.EndsWith("The stores have drifted from the applied migrations.", drifted.Out.Trim(), StringComparison.Ordinal);
        Expect.Properties(json, "drifted", "collections", "late", "notChecked");
        Assert.Equal(2, Assert.Single(json.GetProperty("collections").EnumerateArray()).GetProperty("current").GetInt64());
    }

    [Fact]
    public async Task What_is_emitted_makes_a_project_whose_migrations_are_what_is_there()
    {
        await workshop.PackAsync(Token);
        var folder = workshop.NewFolder("take-over");
        var project = UserProject.Write(folder, "Shop", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>").WithConfiguration();
        Fill(folder, "people", [.. Enumerable.Range(1, 30).Select(static i => $$"""
            {"_id":{{i}},"full name":"N","age":{{i}},"orders":[{"sku":"a","qty":{{i}}.5}],"limits":{"{{i:x32}}":{"n":1} } {{(i % 2 == 0 ? ",\"note\":\"x\"" : "")}} }
            """)]);
        (await workshop.DotnetAsync(folder, ["build", "-nologo"], Token)).Returned(0);

        (await workshop.ToolAsync(folder, "inspect", "--emit", "csharp", "--output", "Models.cs")).Returned(0);
        var made = (await workshop.ToolAsync(folder, "makemigrations")).Returned(0);
        (await workshop.ToolAsync(folder, "migrate", "--fake")).Returned(0);
        var drift = (await workshop.ToolAsync(folder, "drift", "--no-build")).Returned(0);

        Assert.Contains("0001_", made.Out, StringComparison.Ordinal);
        Assert.Contains("people: 30 documents, all as the applied migrations made them", drift.Out, StringComparison.Ordinal);
        Assert.Contains("namespace Shop.Models;", await File.ReadAllTextAsync(Path.Combine(project.Folder, "Models.cs"), Token), StringComparison.Ordinal);
    }

    private async Task<(string Folder, string Assembly)> FolderAsync(string name)
    {
        var assembly = (await workshop.AssembliesAsync()).People;
        var folder = workshop.NewFolder("inspect-" + name);
        await File.WriteAllTextAsync(Path.Combine(folder, "docmigrate.json"), Configuration, Token);
        return (folder, assembly);
    }

    /// <summary>Puts documents into a collection, which is made when it is not there.</summary>
    private static void Fill(string folder, string collection, IReadOnlyList<string> documents)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "catalog.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE TABLE IF NOT EXISTS \"{collection}\" (seq INTEGER PRIMARY KEY AUTOINCREMENT, _id NOT NULL UNIQUE, document BLOB NOT NULL)";
        command.ExecuteNonQuery();
        command.CommandText = $"INSERT INTO \"{collection}\" (_id, document) VALUES ($text ->> '$._id', jsonb($text))";
        var text = command.Parameters.Add("$text", SqliteType.Text);
        foreach (var document in documents)
        {
            text.Value = document;
            command.ExecuteNonQuery();
        }
    }
}
