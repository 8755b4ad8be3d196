using DocMigrate.Engine.Authoring;
using DocMigrate.Engine.Reporting;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Authoring;

public sealed class UpdateTests : IDisposable
{
    private readonly ProjectOnDisk _project = new();

    public UpdateTests()
    {
        Directory.CreateDirectory(_project.Migrations);
        Model("");
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Folds_the_changes_into_the_last_migration_and_names_it_anew_where_its_name_was_made()
    {
        await MakeAsync(new MakeMigrationsOptions());
        Model("public string? Note { get; set; }");
        await MakeAsync(new MakeMigrationsOptions());
        Assert.Equal(["0001_initial.cs", "0002_orders_note.cs"], _project.Files);

        Model("public string? Note { get; set; } public int? Size { get; set; }");
        var shown = await MakeAsync(new MakeMigrationsOptions { Update = true, DryRun = true });
        Assert.Equal(["0001_initial.cs", "0002_orders_note.cs"], _project.Files);
        var report = await MakeAsync(new MakeMigrationsOptions { Update = true });

        Assert.Equal(shown.Files, report.Files);
        Assert.Equal(["0001_initial.cs", "0002_orders_note_orders_size.cs"], _project.Files);
        Assert.Equal(["main: Add column Note to orders", "main: Add column Size to orders"], Assert.Single(report.Files).Operations);
        Assert.Empty((await MakeAsync(new MakeMigrationsOptions())).Files);
    }

    [Fact]
    public async Task What_was_added_and_is_taken_away_again_leaves_nothing()
    {
        await MakeAsync(new MakeMigrationsOptions());
        Model("public string? Note { get; set; } public int? Size { get; set; }");
        await MakeAsync(new MakeMigrationsOptions { Name = "chosen" });

        Model("public int? Size { get; set; }");
        var report = await MakeAsync(new MakeMigrationsOptions { Update = true });

        Assert.Equal(["main: Add column Size to orders"], Assert.Single(report.Files).Operations);
        Assert.Equal(["0001_initial.cs", "0002_chosen.cs"], _project.Files);
    }

    [Fact]
    public async Task Refuses_what_is_applied_here()
    {
        await MakeAsync(new MakeMigrationsOptions());
        await _project.MigrateAsync("db");
        Model("public string? Note { get; set; }");

        var error = await Assert.ThrowsAsync<HistoryException>(() => MakeAsync(new MakeMigrationsOptions { Update = true }));

        Assert.Equal("DM2318", error.Code.Value);
    }

    [Fact]
    public async Task Refuses_a_file_that_a_person_has_edited_and_leaves_it_as_it_is()
    {
        await MakeAsync(new MakeMigrationsOptions());
        var path = Path.Combine(_project.Migrations, "0001_initial.cs");
        var edited = File.ReadAllText(path).Replace("migration.Sql(", "// Mind the order.\n        migration.Sql(", StringComparison.Ordinal);
        File.WriteAllText(path, edited);
        Model("public string? Note { get; set; }");

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => MakeAsync(new MakeMigrationsOptions { Update = true }));

        Assert.Equal("DM2319", error.Code.Value);
        Assert.Equal(edited, File.ReadAllText(path));
    }

    [Fact]
    public async Task Refuses_where_there_is_nothing_to_update()
    {
        var error = await Assert.ThrowsAsync<CatalogException>(() => MakeAsync(new MakeMigrationsOptions { Update = true }));

        Assert.Equal("DM2317", error.Code.Value);
    }

    private void Model(string more) => _project.WriteModel($$"""
        #nullable enable
        using System.ComponentModel.DataAnnotations;
        using System.ComponentModel.DataAnnotations.Schema;

        using DocMigrate;

        namespace Shop;

        [Table("orders"), Store("main")]
        public sealed class Order
        {
            [Key] public long Id { get; set; }
            public decimal Price { get; set; }
            {{more}}
        }
        """);

    private async Task<MakeMigrationsReport> MakeAsync(MakeMigrationsOptions options)
    {
        await using var migrator = _project.Open("db");
        return await migrator.MakeMigrationsAsync(options, TestContext.Current.CancellationToken);
    }
}
