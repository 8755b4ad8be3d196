using DocMigrate.Engine.Authoring;
using DocMigrate.Engine.Manifests;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tests.Authoring;

namespace DocMigrate.Engine.Tests.Manifests;

/// <summary>Each command that writes migrations leaves the manifest as the next build will have it; one that only shows leaves it alone.</summary>
public sealed class ManifestAfterAuthoringTests : IDisposable
{
    private readonly ProjectOnDisk _project = new();

    public ManifestAfterAuthoringTests()
    {
        _project.Write("0001_initial", """
            migration.Sql("main", sql => sql.CreateTable("orders", t => t.Column("id", c => c.Int64().Key()).Column("price", c => c.Int64())));
                    migration.Documents("catalog", "people", c => c.Create());
            """);
    }

    private string Manifest => Path.Combine(_project.Migrations, MigrationManifest.FileName);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_squash_is_in_it_with_the_hash_that_the_compiled_one_has_even_where_it_carries_code()
    {
        _project
            .Write("0002_tidy", """
                migration.DependsOn("0001_initial");
                        migration.Documents("catalog", "people", c => c.Transform("tidy",   Tidy, reverse: /* back */ Untidy).Transform("again", Tidy, keepOriginal: true));
                """, "    internal static JObject Tidy(JObject document) => document;\n    internal static JObject Untidy(JObject document) => document;")
            .Write("0003_note", """
                migration.DependsOn("0002_tidy");
                        migration.Sql("main", sql => sql.AddColumn("orders", "note", c => c.Text()));
                """);
        var before = await WithManifestAsync();

        Assert.Null((await SquashAsync(dryRun: true)).Manifest);
        Assert.Equal(before, File.ReadAllText(Manifest));
        Assert.Equal(Manifest, (await SquashAsync(dryRun: false)).Manifest);

        await AssertManifestIsTheCodeAsync("shop.0001_squashed_0003_note");
        Assert.Equal(3, MigrationManifest.Read(Manifest)!.Migrations.Single(static entry => entry.Id.Name == "0001_squashed_0003_note").Replaces.Count);
    }

    [Fact]
    public async Task An_update_is_in_it_whether_it_keeps_its_name_or_not()
    {
        _project.Delete("0001_initial");
        Model("");
        await MakeAsync(new MakeMigrationsOptions());
        Model("public string? Note { get; set; }");
        await MakeAsync(new MakeMigrationsOptions());
        await AssertManifestIsTheCodeAsync("shop.0002_orders_note");

        Model("public string? Note { get; set; } public int? Size { get; set; }");
        await MakeAsync(new MakeMigrationsOptions { Update = true });
        await AssertManifestIsTheCodeAsync("shop.0002_orders_note_orders_size");

        await MakeAsync(new MakeMigrationsOptions { Empty = true, Name = "chosen" });
        Model("public string? Note { get; set; } public int? Size { get; set; } public int? Weight { get; set; }");
        await MakeAsync(new MakeMigrationsOptions { Update = true });
        await AssertManifestIsTheCodeAsync("shop.0003_chosen");
    }

    [Fact]
    public async Task Both_kinds_of_merges_are_in_it()
    {
        _project
            .Write("0002_price", """
                migration.DependsOn("0001_initial");
                        migration.Sql("main", sql => sql.RunSql("UPDATE orders SET price = 0", ""));
                """)
            .Write("0002_status", """
                migration.DependsOn("shop", "0001_initial");
                        migration.Sql("main", sql => sql.AddColumn("orders", "status", c => c.Text()));
                """)
            .Write("0003_more", """
                migration.DependsOn("0002_price").CommutesWith("0002_price");
                        migration.Sql("main", sql => sql.AddColumn("orders", "more", c => c.Text()));
                """);
        await MakeAsync(new MakeMigrationsOptions { Merge = true, Onto = "0002_status" });
        await AssertManifestIsTheCodeAsync("shop.0002_status", "shop.0003_price", "shop.0004_more");

        _project
            .Write("0005_left", """migration.DependsOn("0004_more"); migration.Sql("main", sql => sql.AddColumn("orders", "l", c => c.Text()));""")
            .Write("0005_right", """migration.DependsOn("0004_more"); migration.Sql("main", sql => sql.AddColumn("orders", "r", c => c.Text()));""");
        await MakeAsync(new MakeMigrationsOptions { Merge = true });
        await AssertManifestIsTheCodeAsync("shop.0005_left", "shop.0005_right", "shop.0006_merge");
    }

    private async Task<string> WithManifestAsync()
    {
        _project.WriteModel("");
        await MakeAsync(new MakeMigrationsOptions());
        return File.ReadAllText(Manifest);
    }

    private async Task AssertManifestIsTheCodeAsync(params string[] named)
    {
        var manifest = MigrationManifest.Read(Manifest)!;
        Assert.True(ManifestSources.Agree(manifest, _project.Migrations));
        Assert.Superset(named.ToHashSet(), manifest.Migrations.Select(static entry => entry.Id.ToString()).ToHashSet());
        await using var migrator = _project.Open("db");
        var report = await migrator.CheckAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(report.Problems, static problem => problem.Kind == CheckProblemKind.Manifest);
    }

    private async Task<SquashReport> SquashAsync(bool dryRun)
    {
        await using var migrator = _project.Open("db");
        return migrator.SquashMigrations(new SquashOptions { Module = "shop", To = "0003", DryRun = dryRun });
    }

    // What a command is asked to do, after it was asked to only show it.
    private async Task MakeAsync(MakeMigrationsOptions options)
    {
        var before = File.Exists(Manifest) ? File.ReadAllText(Manifest) : null;
        await using var migrator = _project.Open("db");
        Assert.Null((await migrator.MakeMigrationsAsync(options with { DryRun = true }, TestContext.Current.CancellationToken)).Manifest);
        Assert.Equal(before, File.Exists(Manifest) ? File.ReadAllText(Manifest) : null);
        Assert.Equal(Manifest, (await migrator.MakeMigrationsAsync(options, TestContext.Current.CancellationToken)).Manifest);
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
            {{more}}
        }
        """);
}
