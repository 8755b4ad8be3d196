using DocMigrate.Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Cli.Tests;

public sealed class DryRunTests(Workshop workshop)
{
    private const string Configuration = """
        { "stores": { "main": { "provider": "sqlite", "connection": "Data Source=main.db" }, "catalog": { "provider": "sqlite-json", "connection": "Data Source=catalog.db" } } }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_what_would_become_of_documents_and_writes_nothing()
    {
        var (folder, assembly) = await PeopleAsync("text", """{"_id":1,"name":"Ada Lovelace"}""", """{"_id":2,"name":"Alan Turing","age":41}""");
        var before = await ContentAsync(folder);

        var text = (await workshop.ToolAsync(folder, "migrate", "--dry-run", "--assembly", assembly)).Returned(0);
        var json = (await workshop.ToolAsync(folder, "migrate", "shop", "0002", "--dry-run", "--sample", "all", "--json", "--assembly", assembly)).Returned(0).Json;

        Assert.Equal(
            """
            people (catalog): 2 of 2 documents tried: 2 would change
              shop.0002_split_name
                Split field name into firstName, lastName in people  2 would change
              shop.0003_given_name
                Rename field firstName to givenName in people  2 would change
              where documents change:
                givenName  2 added
                lastName   2 added
                name       2 removed
              _id 1, and 1 document more like it
                - name: "Ada Lovelace"
                + lastName: "Lovelace"
                + givenName: "Ada"

            Nothing was written.
            """,
            text.Out.TrimEnd());
        Expect.Properties(json, "fails", "migrations", "steps", "collections");
        var people = Assert.Single(json.GetProperty("collections").EnumerateArray());
        Expect.Properties(people, "store", "collection", "documents", "tried", "changed", "failing", "quarantined", "operations", "paths", "morePaths", "examples", "otherChanges");
        Expect.Properties(Assert.Single(people.GetProperty("operations").EnumerateArray()), "migration", "direction", "description", "changed", "failing", "quarantined", "left", "misfits");
        Assert.Equal(before, await ContentAsync(folder));
    }

    [Fact]
    public async Task A_document_that_does_not_fit_is_shown_with_exit_code_3()
    {
        var (folder, assembly) = await PeopleAsync("misfit", """{"_id":1,"name":"Ada Lovelace"}""", "{\"_id\":\"\\u001b[31m\",\"name\":5}");

        var text = (await workshop.ToolAsync(folder, "migrate", "--dry-run", "--assembly", assembly)).Returned(3);

        Assert.Contains("1 would change, 1 does not fit", text.Out, StringComparison.Ordinal);
        Assert.Contains(@"(_id \u001b[31m)", text.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text.Out);
        Assert.Contains("'migrate' would stop before it writes anything: 1 document of the sample does not fit.", text.Out, StringComparison.Ordinal);
        Assert.Equal("fails", (await workshop.ToolAsync(folder, "migrate", "--dry-run", "--json", "--assembly", assembly)).Returned(3).Json.EnumerateObject().First(static property => property.Value.ValueKind == System.Text.Json.JsonValueKind.True).Name);
    }

    [Fact]
    public async Task Going_back_is_tried_too()
    {
        var (folder, assembly) = await PeopleAsync("back", """{"_id":1,"name":"Ada Lovelace"}""");
        (await workshop.ToolAsync(folder, "migrate", "--assembly", assembly)).Returned(0);

        var text = (await workshop.ToolAsync(folder, "migrate", "shop", "0002", "--dry-run", "--assembly", assembly)).Returned(0);

        Assert.Contains("shop.0003_given_name (undo)", text.Out, StringComparison.Ordinal);
        Assert.Contains("    - givenName: \"Ada\"\n    + firstName: \"Ada\"", text.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("No planned migration operations.", (await workshop.ToolAsync(folder, "migrate", "--dry-run", "--assembly", assembly)).Returned(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_tables_the_statements_are_shown_and_no_database_is_made()
    {
        var folder = await FolderAsync("tables");

        var run = (await workshop.ToolAsync(folder, "migrate", "--dry-run", "--assembly", (await workshop.AssembliesAsync()).Shop)).Returned(0);

        Assert.Contains("-- shop.0001_initial on store main", run.Out, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE \"customers\"", run.Out, StringComparison.Ordinal);
        Assert.Equal(["docmigrate.json"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Says_what_does_not_go_together()
    {
        var (folder, assembly) = await PeopleAsync("typing");

        Expect.Error(await workshop.ToolAsync(folder, "migrate", "--sample", "5"), 2, "DM1215", "--sample", "--dry-run");
        Expect.Error(await workshop.ToolAsync(folder, "migrate", "--dry-run", "--plan"), 2, "DM1215", "--dry-run", "--plan");
        Expect.Error(await workshop.ToolAsync(folder, "migrate", "--dry-run", "--fake"), 2, "DM1215", "--dry-run", "--fake");
        Expect.Error(await workshop.ToolAsync(folder, "migrate", "shop", "--dry-run", "--prune"), 2, "DM1215", "--dry-run", "--prune");
        Expect.Error(await workshop.ToolAsync(folder, "migrate", "--dry-run", "--sample", "some"), 2, "DM1200", "'some' is no number of documents", "'all'");
        Expect.Error(await workshop.ToolAsync(folder, "migrate", "--dry-run", "--sample", "-1"), 2, "DM1200", "'-1'");
        Expect.JsonError(await workshop.ToolAsync(folder, "migrate", "shpo", "--dry-run", "--json", "--assembly", assembly), 2, "DM2213");
    }

    /// <summary>A project whose first migration is applied, with documents of before the second.</summary>
    private async Task<(string Folder, string Assembly)> PeopleAsync(string name, params string[] documents)
    {
        var assembly = (await workshop.AssembliesAsync()).People;
        var folder = await FolderAsync(name);
        (await workshop.ToolAsync(folder, "migrate", "shop", "0001", "--assembly", assembly)).Returned(0);
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "catalog.db")};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO people (_id, document) VALUES ($text ->> '$._id', jsonb($text))";
        var text = command.Parameters.Add("$text", SqliteType.Text);
        foreach (var document in documents)
        {
            text.Value = document;
            await command.ExecuteNonQueryAsync(Token);
        }

        return (folder, assembly);
    }

    private async Task<string> FolderAsync(string name)
    {
        var folder = workshop.NewFolder("dry-run-" + name);
        await File.WriteAllTextAsync(Path.Combine(folder, "docmigrate.json"), Configuration, Token);
        return folder;
    }

    private static async Task<List<string>> ContentAsync(string folder)
    {
        var content = new List<string>();
        foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            content.Add($"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file, Token)))}");
        }

        return content;
    }
}
