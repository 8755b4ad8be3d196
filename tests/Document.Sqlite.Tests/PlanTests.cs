using System.Text.RegularExpressions;
using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Values;
using DocMigrate.Planning;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Tests;

/// <summary>What the plan and the script say is what happens.</summary>
public sealed class PlanTests
{
    private static readonly string[] Documents =
    [
        """{"_id":1,"addr":{"b":1,"a":12.50},"street":"x","city":"y","price":"12.5","name":"Ada Lovelace","stock":{"z":{"q":1},"a":{"q":2}},"lines":[{"qty":1},{"qty":2}]}""",
        """{"_id":2,"price":"7","name":"Plato","lines":[]}""",
        """{"_id":3,"addr":null,"city":null,"stock":{}}""",
        """{"_id":4}""",
    ];

    private static readonly Dictionary<string, Action<DocumentsBuilder>> Chains = new(StringComparer.Ordinal)
    {
        ["one path"] = static c => c.Rename("addr", "a1").Rename("a1", "a2").Rename("a2", "address"),
        ["shapes"] = static c => c.Rename("addr", "address").Nest(["street", "city"], "place").Split("name", ["first", "last"], " ").Add("active", true).Remove("price"),
        ["conversion"] = static c => c.Convert("price", FieldType.Double),
        ["arrays"] = static c => c.MapToArray("stock", "at").ForEach("lines", static l => l.Rename("qty", "quantity").Add("unit", "piece")),
    };

    public static TheoryData<string, bool> Scripts
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in Chains.Keys)
            {
                data.Add(name, true);
                data.Add(name, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_script_of_a_pass_is_one_update_that_does_what_the_migration_does(string chain, bool binary)
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", Documents, binary);
        var copy = store.File + ".copy";
        File.Copy(store.File, copy);
        await store.ApplyAsync(LifeCycle.Operations(Chains[chain]));

        var command = Assert.Single(await store.Backend.CompileAsync(store.LastStep(Direction.Forward), TestContext.Current.CancellationToken));

        Assert.Equal(string.Join("; ", LifeCycle.Operations(Chains[chain]).Select(static operation => operation.Describe())), command.Description);
        Assert.Single(Regex.Matches(command.Text!, "UPDATE"));
        await using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var run = connection.CreateCommand();
        run.CommandText = command.Text;
        await run.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        run.CommandText = "SELECT json(document), typeof(document) FROM docs ORDER BY seq";
        var texts = new List<string>();
        await using var reader = await run.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            texts.Add(reader.GetString(0));
            Assert.Equal(binary ? "blob" : "text", reader.GetString(1));
        }

        var migrated = await store.DocumentsAsync("docs");
        Assert.All(texts, (text, i) => Assert.True(DocumentEquality.AnyOrder.Same(migrated[i], DocumentReader.Read(text)), $"{text}\n{DocumentWriter.Write(migrated[i])}"));
    }

    [Fact]
    public async Task Says_what_runs_where_and_on_how_many_documents()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", Documents);
        await store.ApplyAsync(LifeCycle.Operations(static c => c
            .Rename("addr", "address").Transform("touch", static d => d, static d => d).Convert("price", FieldType.Double).CreateIndex(["price"])));

        var step = await store.Backend.DetailAsync(store.LastStep(Direction.Forward), TestContext.Current.CancellationToken);
        var back = await store.Backend.DetailAsync(store.LastStep(Direction.Backward), TestContext.Current.CancellationToken);

        Assert.Equal(
            [ExecutionSite.Server, ExecutionSite.Client, ExecutionSite.Server, ExecutionSite.Server], step.Operations.Select(static operation => operation.Execution));
        Assert.Equal([4L, 4L, 4L, null], step.Operations.Select(static operation => operation.EstimatedDocuments));
        Assert.Equal([true, false, true, true], step.Operations.Select(static operation => operation.ExecutionReason is null));
        Assert.Equal(
            [ExecutionSite.Server, ExecutionSite.Server, ExecutionSite.Client, ExecutionSite.Server], back.Operations.Select(static operation => operation.Execution));
    }

    [Fact]
    public async Task Estimates_nothing_where_there_is_nothing()
    {
        await using var store = new JsonStore();

        var step = await store.Backend.DetailAsync(
            JsonStore.Step(Direction.Forward, LifeCycle.Operations(static c => c.Rename("a", "b"))), TestContext.Current.CancellationToken);

        Assert.Null(step.Operations.Single().EstimatedDocuments);
        Assert.False(File.Exists(store.File));
    }

    [Fact]
    public async Task Writes_what_can_be_written_as_statements_and_says_what_can_not()
    {
        await using var store = new JsonStore();
        var commands = await store.Backend.CompileAsync(
            JsonStore.Step(
                Direction.Forward,
                LifeCycle.Operations(static c => c.Create().Rename("a", "b").Transform("touch", static d => d).CreateIndex(["it's"], unique: true).RenameCollection("items"))),
            TestContext.Current.CancellationToken);

        Assert.Equal(5, commands.Count);
        Assert.Equal([true, true, false, true, true], commands.Select(static command => command.Text is not null));
        Assert.Equal("Transform documents in docs by touch", commands[2].Description);
        await store.ExecuteAsync(string.Join("\n", commands.Select(static command => command.Text)));
        Assert.Equal(["items"], await store.QueryAsync("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'", static row => row.GetString(0)));
        Assert.Equal(["ix_docs_it's"], await store.QueryAsync("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL", static row => row.GetString(0)));
    }
}
