using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>A project that folds, squashes and merges its migrations, with one database that had them before and one that is made afterwards.</summary>
public sealed class SquashingTests(Workshop workshop)
{
    private const string Squash = "0001_squashed_0003_extra";
    private UserProject _project = null!;

    [Fact]
    public async Task Migrations_are_updated_squashed_and_merged_and_an_old_and_a_new_database_go_back_and_forth()
    {
        await workshop.PackAsync(TestContext.Current.CancellationToken);
        _project = UserProject.Write(workshop.NewFolder("squashing"), "Shop").WithConfiguration();

        Model("");
        await DoAsync("makemigrations");
        Model("public string? Note { get; set; }");
        await DoAsync("makemigrations");
        Model("public string? Note { get; set; } public int? Size { get; set; }");
        await DoAsync("makemigrations", "--name", "extra");
        await UpdateAsync();
        await OnOldAsync("migrate");
        await SquashAsync();
        await DatabasesAsync();
        await MergeAsync();
    }

    private async Task UpdateAsync()
    {
        Model("public string? Note { get; set; } public long? Weight { get; set; }");
        var file = Path.Combine(_project.Folder, "Migrations", "0003_extra.cs");
        var written = File.ReadAllText(file);
        File.WriteAllText(file, written.Replace("        migration.Sql(", "        // By hand.\n        migration.Sql(", StringComparison.Ordinal));
        Expect.Error(await TryAsync("makemigrations", "--update"), 2, "DM2319", "0003_extra.cs", "by hand");
        File.WriteAllText(file, written);

        Assert.Contains("0003_extra.cs (not written)", (await DoAsync("makemigrations", "--update", "--dry-run", "--no-build")).Out, StringComparison.Ordinal);
        Assert.Equal(written, File.ReadAllText(file));
        var updated = await DoAsync("makemigrations", "--update", "--no-build");
        Assert.Contains("- main: Add column Weight to orders", updated.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Size", File.ReadAllText(file), StringComparison.Ordinal);
    }

    private async Task SquashAsync()
    {
        Expect.Error(await TryAsync("squashmigrations", "shpo", "0003", "--no-build"), 2, "DM2213", "'shpo'", "'shop'");
        Expect.Error(await TryAsync("squashmigrations", "shop", "0009", "--no-build"), 2, "DM2214", "'0009'");
        Expect.JsonError(await TryAsync("squashmigrations", "shop", "0001", "--no-build", "--json"), 2, "DM2310");

        var shown = (await DoAsync("squashmigrations", "shop", "0003", "--dry-run", "--json", "--no-build")).Json;
        Expect.Properties(shown, "file", "replaces", "operationsBefore", "operationsAfter", "notes", "written");
        Assert.False(File.Exists(Path.Combine(_project.Folder, "Migrations", Squash + ".cs")));

        var squashed = await DoAsync("squashmigrations", "shop", "0003", "--no-build");
        Assert.Contains($"{Squash}.cs replaces 3 migrations:", squashed.Out, StringComparison.Ordinal);
        Assert.Contains("3 operations became 1.", squashed.Out, StringComparison.Ordinal);
    }

    private async Task DatabasesAsync()
    {
        Assert.Equal([$"Applying shop.{Squash} [main]"], Steps(await DoAsync("migrate")));

        // The manifest has it already, so there is no build and no warning.
        var listed = await DoAsync("showmigrations");
        Assert.Equal($"shop\n [X] {Squash} (replaces 3)", listed.Out.ReplaceLineEndings("\n").TrimEnd());
        Assert.Empty(listed.Error);
        var report = Assert.Single((await DoAsync("showmigrations", "--json")).Json.EnumerateArray());
        Expect.Properties(report, "module", "name", "status", "stores", "appliedAt", "replaces");
        Assert.Equal(3, report.GetProperty("replaces").GetArrayLength());
        Expect.Error(await TryAsync("migrate", "shop", "0002", "--no-build"), 2, "DM3040", "'shop.0002_orders_note'", Squash);

        var recorded = await OnOldAsync("migrate", "--no-build");
        Assert.Equal($"Recorded shop.{Squash} as applied: all that it replaces is applied.", recorded.Out.Trim());
        Assert.Equal("No migrations to apply.", (await OnOldAsync("migrate", "--no-build")).Out.Trim());

        // Each goes back and forth by what was done there.
        Assert.Equal([$"Unapplying shop.{Squash} [main]"], Steps(await DoAsync("migrate", "shop", "zero", "--no-build")));
        Assert.Equal([$"Applying shop.{Squash} [main]"], Steps(await DoAsync("migrate", "--no-build")));
        Assert.Equal(
            [$"Unapplying shop.{Squash}", "Unapplying shop.0003_extra [main]", "Unapplying shop.0002_orders_note [main]", "Unapplying shop.0001_initial [main]"],
            Steps(await OnOldAsync("migrate", "shop", "zero", "--no-build")));
        var forth = await OnOldAsync("migrate", "--no-build");
        Assert.Equal(["Applying shop.0001_initial [main]", "Applying shop.0002_orders_note [main]", "Applying shop.0003_extra [main]"], Steps(forth));
        Assert.Contains($"Recorded shop.{Squash} as applied", forth.Out, StringComparison.Ordinal);
    }

    private async Task MergeAsync()
    {
        Migration("0004_left", "UPDATE orders SET Weight = 1");
        Migration("0004_right", "UPDATE orders SET Weight = 2");
        Expect.Error(await TryAsync("migrate"), 2, "DM2212", "'0004_left'", "'0004_right'", "makemigrations --merge");
        Expect.Error(await TryAsync("makemigrations", "--merge", "--no-build"), 3, "DM2314", "--merge --onto 0004_left");

        var merged = (await DoAsync("makemigrations", "--merge", "--onto", "0004_left", "--no-build")).Out;
        Assert.Contains("0004_right.cs -> 0005_right.cs:", merged, StringComparison.Ordinal);
        Assert.Contains("+ migration.DependsOn(\"0004_left\");", merged, StringComparison.Ordinal);
        Assert.Equal(["Applying shop.0004_left [main]", "Applying shop.0005_right [main]"], Steps(await DoAsync("migrate")));
        Assert.Equal("No problems found.", (await DoAsync("check", "--no-build")).Out.Trim());
    }

    private static string[] Steps(ToolRun run) =>
        [.. run.Out.Split('\n').Where(static line => line.Contains("pplying ", StringComparison.Ordinal)).Select(static line => line[..line.IndexOf("...", StringComparison.Ordinal)].Trim())];

    private void Migration(string name, string sql) => _project.With($"Migrations/{name}.cs", $$"""
        using DocMigrate;

        [Migration("shop", "{{name}}")]
        public sealed class M{{name}} : Migration
        {
            public override void Build(MigrationBuilder migration)
            {
                migration.DependsOn("{{Squash}}");
                migration.Sql("main", sql => sql.RunSql("{{sql}}", ""));
            }
        }
        """);

    private void Model(string more) => _project.With("Models.cs", $$"""
        using System.ComponentModel.DataAnnotations.Schema;

        [Table("orders")]
        public sealed class Order
        {
            public int Id { get; set; }
            {{more}}
        }
        """);

    private async Task<ToolRun> DoAsync(params string[] arguments) => (await TryAsync(arguments)).Returned(0);

    private Task<ToolRun> OnOldAsync(params string[] arguments) => DoAsync([.. arguments, "--connection", "main=Data Source=old.db", "--connection", "catalog=Data Source=old-catalog.db"]);

    private Task<ToolRun> TryAsync(params string[] arguments) => workshop.ToolAsync(_project.Folder, arguments);
}
