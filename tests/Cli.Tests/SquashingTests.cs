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
        await TryAsync("makemigrations", "--update");
        File.WriteAllText(file, written);

        Assert.Contains("0003_extra.cs (not written)", (await DoAsync("makemigrations", "--update", "--dry-run", "--no-build")).Out, StringComparison.Ordinal);
        Assert.Equal(written, File.ReadAllText(file));
        var updated = await DoAsync("makemigrations", "--update", "--no-build");
        Assert.Contains("- main: Add column Weight to orders", updated.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Size", File.ReadAllText(file), StringComparison.Ordinal);
    }

    private async Task SquashAsync()
    {
        await TryAsync("squashmigrations", "shpo", "0003", "--no-build");
        await TryAsync("squashmigrations", "shop", "0009", "--no-build");
        await TryAsync("squashmigrations", "shop", "0001", "--no-build");
        await TryAsync("squashmigrations", "shop", "0003", "0002", "--no-build", "--json");

        var shown = (await DoAsync("squashmigrations", "shop", "0003", "--dry-run", "--json", "--no-build")).Json;
        Expect.Properties(shown, "file", "replaces", "operationsBefore", "operationsAfter", "notes", "written");
        Assert.False(File.Exists(Path.Combine(_project.Folder, "Migrations", Squash + ".cs")));
        var squashed = await DoAsync("squashmigrations", "shop", "0003", "--no-build");
        Assert.Contains("3 operations became 1.", squashed.Out, StringComparison.Ordinal);
    }

    private async Task DatabasesAsync()
    {
        await DoAsync("migrate");
        await DoAsync("showmigrations");
        await DoAsync("showmigrations", "--json");
        await OnOldAsync("showmigrations");
        await OnOldAsync("migrate", "--plan", "--no-build");
        await OnOldAsync("migrate", "--no-build");
        await OnOldAsync("showmigrations");
        await OnOldAsync("showmigrations", "--json");
        await OnOldAsync("migrate", "--no-build");
        await TryAsync("migrate", "shop", "0002", "--no-build");
        await TryAsync("history");
        await OnOldAsync("history");
        await DoAsync("migrate", "shop", "zero", "--no-build");
        await OnOldAsync("migrate", "shop", "zero", "--no-build");
        await DoAsync("showmigrations");
        await OnOldAsync("showmigrations");
        await DoAsync("migrate", "--no-build");
        await OnOldAsync("migrate", "--no-build");
        await DoAsync("check", "--no-build");
    }

    private async Task MergeAsync()
    {
        Migration("0004_left", "UPDATE orders SET Weight = 1");
        Migration("0004_right", "UPDATE orders SET Weight = 2");
        await TryAsync("migrate");
        await TryAsync("makemigrations", "--merge", "--no-build");
        await DoAsync("makemigrations", "--merge", "--onto", "0004_left", "--dry-run", "--no-build");
        await DoAsync("makemigrations", "--merge", "--onto", "0004_left", "--no-build");
        await DoAsync("showmigrations");
        await DoAsync("migrate");
        await DoAsync("check");
    }

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

    private async Task<ToolRun> TryAsync(params string[] arguments)
    {
        var run = await workshop.ToolAsync(_project.Folder, arguments);
        File.AppendAllText("/tmp/dm/polish.story", $"$ {string.Join(' ', arguments)}   [{run.ExitCode}] {TimeProvider.System.GetUtcNow():mm:ss}\n{run.Out}{run.Error}\n");
        return run;
    }
}
