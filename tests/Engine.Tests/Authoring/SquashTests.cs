using DocMigrate.Engine.Authoring;
using DocMigrate.Engine.Reporting;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Authoring;

/// <summary>
/// A squash in the place of three of four migrations:
/// <code>
/// 0001_initial ── 0002_status ── 0003_names ── 0004_note
/// 0001_squashed_0003_names ─────────────────── 0004_note
/// </code>
/// </summary>
public sealed class SquashTests : IDisposable
{
    private const string Squash = "0001_squashed_0003_names";

    private readonly ProjectOnDisk _project = new();

    public SquashTests() => WriteOriginals();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task The_operations_become_few_and_the_file_reads_like_one_by_hand()
    {
        var report = await SquashAsync();

        Assert.Equal(["shop.0001_initial", "shop.0002_status", "shop.0003_names"], report.Replaces);
        Assert.Equal((7, 2), (report.OperationsBefore, report.OperationsAfter));
        Assert.Equal($"shop.{Squash}", report.File.Migration);
        Assert.Equal(_project.Read(Squash + ".cs"), report.File.Text);
        Assert.Contains(
            """
                    migration.Replaces(
                        "0001_initial",
                        "0002_status",
                        "0003_names");
            """,
            report.File.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_database_gets_the_squash_and_the_same_shape_and_goes_back_by_it()
    {
        await _project.MigrateAsync("old");
        await SquashAsync();

        await _project.MigrateAsync("new");
        Assert.Equal([$"{Squash} Applied", "0004_note Applied"], await _project.ShowAsync("new"));
        Assert.Equal(_project.Schema("old"), _project.Schema("new"));

        _project.Rows("new", "main", "INSERT INTO orders VALUES (1, 'new', 'n')");
        await _project.MigrateAsync("new", "zero");
        Assert.Empty(_project.Schema("new"));
        await _project.MigrateAsync("new");
        Assert.Equal(["1|new|n"], _project.Rows("new", "main", "SELECT * FROM orders"));
    }

    [Fact]
    public async Task Where_all_that_it_replaces_is_applied_it_is_recorded_and_not_run()
    {
        await _project.MigrateAsync("db");
        await SquashAsync();
        Assert.Equal([$"{Squash} Applied", "0004_note Applied"], await _project.ShowAsync("db"));

        var result = await _project.MigrateAsync("db");

        Assert.Empty(result.Applied);
        Assert.Equal([Squash], result.Recorded?.Select(static id => id.Name));
        Assert.Equal(
            [$"{Squash} applied [[\"shop\",\"0001_initial\"],[\"shop\",\"0002_status\"],[\"shop\",\"0003_names\"]]"],
            _project.Rows("db", "main", "SELECT name || ' ' || status || ' ' || replaces FROM _docmigrate_ledger WHERE replaces <> '[]'"));
    }

    [Fact]
    public async Task Where_some_are_applied_the_others_are_run_as_before_and_then_the_squash_is_recorded()
    {
        await _project.MigrateAsync("db", "0002");
        await SquashAsync();
        Assert.Equal(["0001_initial Applied", "0002_status Applied", "0003_names Pending", "0004_note Pending"], await _project.ShowAsync("db"));

        var result = await _project.MigrateAsync("db");

        Assert.Equal(["shop.0003_names", "shop.0004_note"], result.Applied.Select(static id => id.ToString()));
        Assert.Equal([$"{Squash} Applied", "0004_note Applied"], await _project.ShowAsync("db"));
    }

    [Fact]
    public async Task With_the_replaced_files_gone_it_goes_back_by_what_was_recorded_and_forth_with_all_rows()
    {
        await _project.MigrateAsync("db");
        _project.Rows("db", "main", "INSERT INTO orders VALUES (1, 'sent', 'n')");
        _project.Rows("db", "catalog", """INSERT INTO customers (_id, document) VALUES ('1', jsonb('{"_id":"1","fullName":"Ann"}'))""");
        await SquashAsync();
        await _project.MigrateAsync("db");
        _project.Delete("0001_initial", "0002_status", "0003_names");

        Assert.Empty((await _project.MigrateAsync("db")).Warnings);
        Assert.Equal([$"{Squash} Applied", "0004_note Applied"], await _project.ShowAsync("db"));

        var back = await _project.MigrateAsync("db", "zero");
        Assert.Equal(["shop.0004_note", $"shop.{Squash}", "shop.0003_names", "shop.0002_status", "shop.0001_initial"], back.RolledBack.Select(static id => id.ToString()));
        Assert.Empty(_project.Schema("db"));

        await _project.MigrateAsync("db");
        Assert.Equal(["1|sent|n"], _project.Rows("db", "main", "SELECT * FROM orders"));
        Assert.Equal(["Ann"], _project.Rows("db", "catalog", "SELECT document ->> 'fullName' FROM customers"));
        Assert.Equal([$"{Squash} Applied", "0004_note Applied"], await _project.ShowAsync("db"));
    }

    [Fact]
    public async Task Refuses_when_some_are_applied_and_the_files_of_the_others_are_gone()
    {
        await _project.MigrateAsync("db", "0002");
        await SquashAsync();
        _project.Delete("0001_initial", "0002_status", "0003_names");

        var error = await Assert.ThrowsAsync<HistoryException>(() => _project.MigrateAsync("db"));

        Assert.Equal("DM3041", error.Code.Value);
        Assert.Contains("the code of these is gone: '0003_names'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_revision_sees_its_migrations_applied_and_can_undo_the_squash_as_a_whole_only()
    {
        await SquashAsync();
        await _project.MigrateAsync("db");
        _project.Rows("db", "main", "INSERT INTO orders VALUES (1, 'sent', 'n')");
        _project.Delete(Squash);
        Assert.Equal(["0001_initial Applied", "0002_status Applied", "0003_names Applied", "0004_note Applied", $"({Squash}) Applied"], await _project.ShowAsync("db"));

        await _project.MigrateAsync("db", "0003");
        Assert.Equal(["1|sent"], _project.Rows("db", "main", "SELECT * FROM orders"));
        var error = await Assert.ThrowsAsync<HistoryException>(() => _project.MigrateAsync("db", "0002"));
        Assert.Equal("DM3040", error.Code.Value);

        await _project.MigrateAsync("db", "zero");
        Assert.Empty(_project.Schema("db"));
        await _project.MigrateAsync("db", "0002");
        Assert.Contains("orders.state TEXT", _project.Schema("db"));
    }

    [Theory]
    [InlineData("0002_status")]
    [InlineData("0002")]
    public async Task A_target_inside_the_squash_is_refused_by_its_name(string name)
    {
        await SquashAsync();
        await _project.MigrateAsync("db");

        var error = await Assert.ThrowsAsync<HistoryException>(() => _project.MigrateAsync("db", name));

        Assert.Equal("DM3040", error.Code.Value);
        Assert.Contains(Squash, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_squash_of_a_squash_stands_for_all_on_every_database()
    {
        await _project.MigrateAsync("first");
        await SquashAsync();
        await _project.MigrateAsync("second");
        await using (var migrator = _project.Open("first"))
        {
            var report = migrator.SquashMigrations(new SquashOptions { Module = "shop", To = "0004" });
            Assert.Equal("shop.0001_squashed_0004_note", report.File.Migration);
            Assert.Equal(["shop.0001_initial", "shop.0002_status", "shop.0003_names", "shop.0004_note"], report.Replaces);
        }

        _project.Delete("0001_initial", "0002_status", "0003_names", "0004_note", Squash);
        foreach (var database in new[] { "first", "second", "third" })
        {
            await _project.MigrateAsync(database);
            Assert.Equal(["0001_squashed_0004_note Applied"], await _project.ShowAsync(database));
        }

        Assert.Equal(_project.Schema("first"), _project.Schema("third"));
        Assert.Equal(_project.Schema("second"), _project.Schema("third"));
        await _project.MigrateAsync("first", "zero");
        await _project.MigrateAsync("second", "zero");
        Assert.Empty(_project.Schema("first").Concat(_project.Schema("second")));
    }

    [Fact]
    public async Task Code_that_has_a_name_is_carried_and_other_code_is_refused_by_name()
    {
        _project.Write("0005_code", """
            migration.DependsOn("0004_note");
                    migration.Documents("catalog", "people", c => c.Transform("tidy", Tidy).Transform("shout", d => d));
            """, "    private static JObject Tidy(JObject document) => document;");
        var error = await Assert.ThrowsAsync<CatalogException>(() => SquashAsync("0005"));
        Assert.Equal("DM2311", error.Code.Value);
        Assert.Contains("by tidy: its method 'M0005_Code.Tidy' is private", error.Message, StringComparison.Ordinal);
        Assert.Contains("by shout: its code is written in place", error.Message, StringComparison.Ordinal);

        _project.Write("0005_code", """
            migration.DependsOn("0004_note");
                    migration.Documents("catalog", "people", c => c.Transform("tidy", Tidy, keepOriginal: true).Transform("shout", d => d, elidable: true));
            """, "    internal static JObject Tidy(JObject document) => document;");
        var report = await SquashAsync("0005");
        Assert.Contains(".Transform(\"tidy\", global::Shop.Migrations.M0005_Code.Tidy, keepOriginal: true)", report.File.Text, StringComparison.Ordinal);
        await _project.MigrateAsync("db");
    }

    [Fact]
    public async Task Without_optimising_all_operations_stay()
    {
        await using var migrator = _project.Open("db");

        var report = migrator.SquashMigrations(new SquashOptions { Module = "shop", To = "0003", NoOptimize = true, DryRun = true, Name = "start" });

        Assert.Equal((7, 7, false), (report.OperationsBefore, report.OperationsAfter, report.Written));
        Assert.Equal("shop.0001_squashed_0003_start", report.File.Migration);
        Assert.DoesNotContain("0001_squashed_0003_start.cs", _project.Files);
    }

    [Fact]
    public async Task Refuses_a_range_of_one_and_a_range_that_does_not_lead_there()
    {
        await using var migrator = _project.Open("db");

        Assert.Equal("DM2310", Assert.Throws<CatalogException>(() => migrator.SquashMigrations(new SquashOptions { Module = "shop", To = "0001" })).Code.Value);
        Assert.Equal("DM2310", Assert.Throws<CatalogException>(() => migrator.SquashMigrations(new SquashOptions { Module = "shop", From = "0003", To = "0002" })).Code.Value);
    }

    private async Task<SquashReport> SquashAsync(string to = "0003")
    {
        await using var migrator = _project.Open("squash");
        return migrator.SquashMigrations(new SquashOptions { Module = "shop", To = to });
    }

    private void WriteOriginals() => _project
        .Write("0001_initial", """
            migration.Sql("main", sql => sql.CreateTable("orders", t => t.Column("id", c => c.Int64().Key())));
                    migration.Documents("catalog", "customers", c => c.Create(s => s.Field("name", DocMigrate.Document.State.FieldShape.String)));
            """)
        .Write("0002_status", """
            migration.DependsOn("0001_initial");
                    migration.Sql("main", sql => sql.AddColumn("orders", "state", c => c.Text().NotNull().Default("new")));
                    migration.Documents("catalog", "customers", c => c.Add("tier", "basic").Remove("tier"));
            """)
        .Write("0003_names", """
            migration.DependsOn("0002_status");
                    migration.Sql("main", sql => sql.RenameColumn("orders", "state", "status"));
                    migration.Documents("catalog", "customers", c => c.Rename("name", "fullName"));
            """)
        .Write("0004_note", """
            migration.DependsOn("0003_names");
                    migration.Sql("main", sql => sql.AddColumn("orders", "note", c => c.Text()));
            """);
}
