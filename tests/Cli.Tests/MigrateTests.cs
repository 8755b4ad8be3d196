using System.Text.RegularExpressions;
using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

public sealed partial class MigrateTests(Workshop workshop)
{
    [Fact]
    public async Task Goes_forth_to_a_name_on_to_the_latest_back_to_a_prefix_and_to_zero()
    {
        var folder = NewFolder();

        Assert.Equal(
            ["Running migrations:", "  Applying shop.0001_initial [main]... OK (TIME)", "  Applying shop.0002_currency [main]... OK (TIME)"],
            Lines(await ToolAsync(folder, "migrate", "shop", "0002_currency")));
        Assert.Equal(["shop", " [X] 0001_initial", " [X] 0002_currency", " [ ] 0003_country"], Lines(await ToolAsync(folder, "showmigrations")));
        Assert.Equal(["Running migrations:", "  Applying shop.0003_country [main]... OK (TIME)"], Lines(await ToolAsync(folder, "migrate")));
        Assert.Equal(["No migrations to apply."], Lines(await ToolAsync(folder, "migrate")));
        Assert.Equal(
            ["Running migrations:", "  Unapplying shop.0003_country [main]... OK (TIME)", "  Unapplying shop.0002_currency [main]... OK (TIME)"],
            Lines(await ToolAsync(folder, "migrate", "shop", "0001")));
        Assert.Equal(["Running migrations:", "  Unapplying shop.0001_initial [main]... OK (TIME)"], Lines(await ToolAsync(folder, "migrate", "shop", "zero")));
        Assert.Equal(
            ["[ ]  shop.0001_initial", "[ ]  shop.0002_currency", "[ ]  shop.0003_country"],
            Lines(await ToolAsync(folder, "showmigrations", "shop", "--plan")));
    }

    [Fact]
    public async Task Says_that_it_creates_a_database()
    {
        var folder = NewFolder();

        var run = await ToolAsync(folder, "migrate", "shop", "0001");

        Assert.Contains("warning: Creating ", run.Error, StringComparison.Ordinal);
        Assert.Contains("shop.db", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Creating", (await ToolAsync(folder, "migrate")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prints_only_the_document_with_json_and_the_rest_to_the_error_stream()
    {
        var run = await ToolAsync(NewFolder(), "migrate", "--json");

        Assert.Equal(["shop.0001_initial", "shop.0002_currency", "shop.0003_country"], run.Json.GetProperty("applied").EnumerateArray().Select(static name => name.GetString()));
        Assert.Contains("Applying shop.0003_country", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_says_nothing_and_detailed_names_the_operations()
    {
        var quiet = await ToolAsync(NewFolder(), "migrate", "--verbosity", "quiet");
        var detailed = await ToolAsync(NewFolder(), "migrate", "shop", "0001", "--verbosity", "detailed");

        Assert.Empty(quiet.Out);
        Assert.Contains("    main: Create table customers", detailed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_and_plan_change_nothing_and_check_says_by_its_code_whether_something_is_pending()
    {
        var folder = NewFolder();

        Assert.Contains("Create table customers", (await ToolAsync(folder, "migrate", "--plan")).Out, StringComparison.Ordinal);
        Assert.Contains("Create table customers", (await workshop.ToolAsync(folder, "migrate", "--check", "--assembly", (await workshop.AssembliesAsync()).Shop)).Returned(3).Out, StringComparison.Ordinal);
        await ToolAsync(folder, "migrate");
        Assert.Equal(["No planned migration operations."], Lines(await ToolAsync(folder, "migrate", "--check")));
        Assert.Equal(["No problems found."], Lines(await ToolAsync(folder, "check")));
    }

    [Fact]
    public async Task The_documents_of_json_have_the_stable_shape()
    {
        var folder = NewFolder();
        await ToolAsync(folder, "migrate", "shop", "0001");

        var shown = (await ToolAsync(folder, "showmigrations", "--json")).Json;
        var plan = (await ToolAsync(folder, "migrate", "--plan", "--json")).Json;
        var back = (await ToolAsync(folder, "migrate", "shop", "zero", "--plan", "--json")).Json;
        var history = (await ToolAsync(folder, "history", "--json")).Json;
        var script = (await ToolAsync(folder, "script", "--json")).Json;
        var check = (await workshop.ToolAsync(folder, "check", "--json", "--assembly", (await workshop.AssembliesAsync()).Shop)).Returned(3).Json;

        Assert.Equal(3, shown.GetArrayLength());
        Assert.All(shown.EnumerateArray(), static migration =>
        {
            Expect.Properties(migration, "module", "name", "status", "stores", "appliedAt");
            Assert.All(migration.GetProperty("stores").EnumerateArray(), static store => Expect.Properties(store, "store", "status"));
        });
        Assert.Equal(["applied", "pending", "pending"], shown.EnumerateArray().Select(static migration => migration.GetProperty("status").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, shown[1].GetProperty("appliedAt").ValueKind);

        Expect.Properties(plan, "steps");
        var step = plan.GetProperty("steps")[0];
        Expect.Properties(step, "migration", "store", "direction", "operations");
        Assert.Equal(("shop.0002_currency", "main", "forward"), (step.GetProperty("migration").GetString(), step.GetProperty("store").GetString(), step.GetProperty("direction").GetString()));
        var operation = step.GetProperty("operations")[0];
        Expect.Properties(operation, "kind", "description", "reversible", "loss", "execution", "estimatedDocuments");
        Assert.Equal(("addColumn", "lossless", "server"), (operation.GetProperty("kind").GetString(), operation.GetProperty("loss").GetString(), operation.GetProperty("execution").GetString()));
        Assert.Equal(("backward", "shadowed"), (back.GetProperty("steps")[0].GetProperty("direction").GetString(), back.GetProperty("steps")[0].GetProperty("operations")[0].GetProperty("loss").GetString()));

        Expect.Properties(history[0], "at", "migration", "store", "status", "direction", "actor", "detail");
        Expect.Properties(script.GetProperty("steps")[0], "migration", "store", "direction", "commands");
        Expect.Properties(script.GetProperty("steps")[0].GetProperty("commands")[0], "description", "text");
        Expect.Properties(check, "problems");
        Assert.Equal("pending", check.GetProperty("problems")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Script_shows_the_statements_of_what_is_pending_or_of_one_migration_in_either_direction()
    {
        var folder = NewFolder();

        var pending = (await ToolAsync(folder, "script")).Out;
        var one = (await ToolAsync(folder, "sqlmigrate", "shop", "0002")).Out;
        var back = (await ToolAsync(folder, "script", "shop", "0001", "--backwards")).Out;

        Assert.Contains("-- shop.0001_initial on store main", pending, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE \"customers\"", pending, StringComparison.Ordinal);
        Assert.StartsWith("-- shop.0002_currency on store main", one, StringComparison.Ordinal);
        Assert.DoesNotContain("0003_country", one, StringComparison.Ordinal);
        Assert.StartsWith("-- shop.0001_initial (undo) on store main", back, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder, "*.db"));
    }

    [Fact]
    public async Task A_connection_on_the_command_line_replaces_the_configurations()
    {
        var folder = NewFolder();

        await ToolAsync(folder, "migrate", "--connection", "main=Data Source=other.db");

        Assert.True(File.Exists(Path.Combine(folder, "other.db")));
        Assert.False(File.Exists(Path.Combine(folder, "shop.db")));
    }

    [Fact]
    public async Task The_configuration_is_found_from_a_folder_below_and_by_name()
    {
        var folder = NewFolder();
        var below = Directory.CreateDirectory(Path.Combine(folder, "deep", "down")).FullName;

        await ToolAsync(below, "migrate");
        await ToolAsync(workshop.Root, "showmigrations", "--config", folder);

        Assert.True(File.Exists(Path.Combine(folder, "shop.db")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(below));
    }

    private string NewFolder()
    {
        var folder = workshop.NewFolder("migrate");
        File.WriteAllText(Path.Combine(folder, "docmigrate.json"), """{ "stores": { "main": { "provider": "sqlite", "connection": "Data Source=shop.db" } } }""");
        return folder;
    }

    private async Task<ToolRun> ToolAsync(string folder, params string[] arguments) =>
        (await workshop.ToolAsync(folder, [.. arguments, "--assembly", (await workshop.AssembliesAsync()).Shop])).Returned(0);

    private static string[] Lines(ToolRun run) => Time().Replace(run.Out, "(TIME)").TrimEnd().ReplaceLineEndings("\n").Split('\n');

    [GeneratedRegex(@"\(\d+\.\d\ds\)")]
    private static partial Regex Time();
}
