using DocMigrate.Engine.Authoring;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Authoring;

/// <summary>
/// Two branches of one module, and two databases that each hold one of them:
/// <code>
///                  ┌── 0002_status   (applied on 'left')
/// 0001_initial ──┤
///                  └── 0002_price    (applied on 'right')
/// </code>
/// </summary>
public sealed class MergeTests : IDisposable
{
    private const string Initial = """
        migration.Sql("main", sql => sql.CreateTable("orders", t => t.Column("id", c => c.Int64().Key()).Column("price", c => c.Int64())));
                migration.Documents("catalog", "customers", c => c.Create());
        """;

    private const string Status = """
        migration.DependsOn("0001_initial");
                migration.Sql("main", sql => sql.AddColumn("orders", "status", c => c.Text().NotNull().Default("new")));
                migration.Documents("catalog", "customers", c => c.Add("tier", "basic"));
        """;

    private readonly ProjectOnDisk _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Branches_in_different_places_are_joined_and_both_databases_end_alike()
    {
        await SeedAsync("""
            migration.DependsOn("0001_initial");
                    migration.Sql("main", sql => sql.AddColumn("orders", "note", c => c.Text()));
                    migration.Documents("catalog", "customers", c => c.Rename("name", "title"));
            """);

        var report = await MergeAsync("left", new MakeMigrationsOptions { Merge = true });

        Assert.Equal("shop.0003_merge", Assert.Single(report.Files).Migration);
        Assert.Empty(report.Edits);
        Assert.Contains("'customers' (store 'catalog')", report.Notes[0], StringComparison.Ordinal);
        Assert.Contains("in different places, so they commute", report.Notes[0], StringComparison.Ordinal);
        Assert.Contains("migration.CommutesWith(\"0002_price\");", _project.Read("0003_merge.cs"), StringComparison.Ordinal);
        await AssertAlikeAsync(["0001_initial Applied", "0002_price Applied", "0002_status Applied", "0003_merge Applied"]);
    }

    [Fact]
    public async Task Without_the_declaration_the_second_branch_is_refused_with_the_remedy()
    {
        await SeedAsync("""
            migration.DependsOn("0001_initial");
                    migration.Sql("main", sql => sql.AddColumn("orders", "note", c => c.Text()));
            """);
        _project.Write("0003_merge", """migration.DependsOn("0002_status").DependsOn("0002_price");""");

        var error = await Assert.ThrowsAsync<HistoryException>(() => _project.MigrateAsync("left"));

        Assert.Equal("DM3042", error.Code.Value);
        Assert.Contains("'shop.0002_price' is not applied, 'shop.0002_status'", error.Message, StringComparison.Ordinal);
        Assert.Contains("migration.CommutesWith(\"0002_status\")", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declaration_that_is_not_true_names_what_both_touch()
    {
        await SeedAsync("""
            migration.DependsOn("0001_initial");
                    migration.Sql("main", sql => sql.RenameColumn("orders", "price", "amount"));
            """);
        _project.Delete("0002_status");
        _project.Write("0002_later", """
            migration.DependsOn("0001_initial").CommutesWith("0002_price");
                    migration.Sql("main", sql => sql.CreateIndex("orders", ["price"]));
            """);
        _project.Write("0003_merge", """migration.DependsOn("0002_later").DependsOn("0002_price");""");

        var error = await Assert.ThrowsAsync<HistoryException>(() => _project.MigrateAsync("right"));

        Assert.Equal("DM3043", error.Code.Value);
        Assert.Contains("orders.price (store 'main')", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_branch_that_is_not_applied_here_is_put_behind_the_other_and_both_databases_end_alike()
    {
        await SeedAsync("""
            migration.DependsOn("0001_initial");
                    migration.Sql("main", sql => sql.RunSql("UPDATE orders SET price = price * 100", "UPDATE orders SET price = price / 100"));
                    migration.Documents("catalog", "customers", c => c.Remove("legacy"));
            """);

        var report = await MergeAsync("left", new MakeMigrationsOptions { Merge = true });

        Assert.Empty(report.Files);
        Assert.Equal(["0001_initial.cs", "0002_status.cs", "0003_price.cs"], _project.Files);
        var text = _project.Read("0003_price.cs");
        Assert.Contains("[Migration(\"shop\", \"0003_price\")]", text, StringComparison.Ordinal);
        Assert.Contains("class M0003_Price", text, StringComparison.Ordinal);
        Assert.Contains("migration.DependsOn(\"0002_status\");", text, StringComparison.Ordinal);
        Assert.Contains("// By hand: this comment stays.", text, StringComparison.Ordinal);
        Assert.Contains("migrate --sync", report.Notes[^1], StringComparison.Ordinal);

        // The other database has the branch under its old name.
        await using (var migrator = _project.Open("right"))
        {
            var result = await migrator.SyncAsync(
                MigrationTarget.Latest, new RunOptions { RecordedScripts = RecordedScriptConsent.All }, null, TestContext.Current.CancellationToken);
            Assert.Equal(["shop.0002_price"], result.RolledBack.Select(static id => id.ToString()));
        }

        await AssertAlikeAsync(["0001_initial Applied", "0002_status Applied", "0003_price Applied"]);
    }

    [Fact]
    public async Task Names_the_choice_where_nothing_is_applied_and_the_branches_touch_the_same()
    {
        await SeedAsync("""
            migration.DependsOn("0001_initial");
                    migration.Sql("main", sql => sql.RunSql("UPDATE orders SET price = 0", ""));
            """);

        var question = await Assert.ThrowsAsync<AnswerRequiredException>(() => MergeAsync("neither", new MakeMigrationsOptions { Merge = true }));
        Assert.Contains("--onto 0002_price", question.Remedy, StringComparison.Ordinal);

        var before = _project.Files;
        var shown = await MergeAsync("neither", new MakeMigrationsOptions { Merge = true, Onto = "0002_price", DryRun = true });
        Assert.Equal(before, _project.Files);
        Assert.EndsWith("0003_status.cs", Assert.Single(shown.Edits).NewPath, StringComparison.Ordinal);
        Assert.Contains("+ migration.DependsOn(\"0002_price\");", shown.Edits[0].Changes);

        await MergeAsync("neither", new MakeMigrationsOptions { Merge = true, Onto = "0002_price" });
        Assert.Equal(["0001_initial.cs", "0002_price.cs", "0003_status.cs"], _project.Files);
    }

    [Fact]
    public async Task Numbers_classes_and_names_in_other_files_follow()
    {
        await SeedAsync("""
            migration.DependsOn("0001_initial");
                    migration.Sql("main", sql => sql.RunSql("UPDATE orders SET price = 0", ""));
            """);
        _project.Write("0003_more", """
            migration.DependsOn("shop", "0002_price").CommutesWith("0002_price");
                    migration.Sql("main", sql => sql.AddColumn("orders", "more", c => c.Text()));
            """);

        await MergeAsync("left", new MakeMigrationsOptions { Merge = true });

        Assert.Equal(["0001_initial.cs", "0002_status.cs", "0003_price.cs", "0004_more.cs"], _project.Files);
        Assert.Contains("migration.DependsOn(\"shop\", \"0003_price\").CommutesWith(\"0003_price\");", _project.Read("0004_more.cs"), StringComparison.Ordinal);
        Assert.Equal(["0001_initial Applied", "0002_status Applied", "0003_price Pending", "0004_more Pending"], await _project.ShowAsync("left"));
    }

    [Fact]
    public async Task Refuses_a_file_that_does_not_name_it_in_plain_words()
    {
        await SeedAsync("""
            var first = "0001" + "_initial";
                    migration.DependsOn(first);
                    migration.Sql("main", sql => sql.RunSql("UPDATE orders SET price = 0", ""));
            """);

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => MergeAsync("left", new MakeMigrationsOptions { Merge = true }));

        Assert.Equal("DM2313", error.Code.Value);
        Assert.Equal(["0001_initial.cs", "0002_price.cs", "0002_status.cs"], _project.Files);
    }

    private async Task SeedAsync(string price)
    {
        _project.Write("0001_initial", Initial);
        foreach (var database in new[] { "left", "right" })
        {
            await _project.MigrateAsync(database);
            _project.Rows(database, "main", "INSERT INTO orders VALUES (1, 5), (2, 7)");
            _project.Rows(database, "catalog", """INSERT INTO customers (_id, document) VALUES ('1', jsonb('{"_id":"1","name":"Ann","legacy":true}'))""");
        }

        _project.Write("0002_status", Status);
        await _project.MigrateAsync("left");
        _project.Delete("0002_status");
        _project.Write("0002_price", price);
        await _project.MigrateAsync("right");
        _project.Write("0002_status", Status);
    }

    private async Task<Reporting.MakeMigrationsReport> MergeAsync(string database, MakeMigrationsOptions options)
    {
        await using var migrator = _project.Open(database);
        return await migrator.MakeMigrationsAsync(options, TestContext.Current.CancellationToken);
    }

    private async Task AssertAlikeAsync(string[] history)
    {
        await _project.MigrateAsync("left");
        await _project.MigrateAsync("right");
        Assert.Equal(history, await _project.ShowAsync("left"));
        Assert.Equal(history, await _project.ShowAsync("right"));
        Assert.Equal(_project.Schema("left"), _project.Schema("right"));
        const string Orders = "SELECT id, price, status FROM orders ORDER BY id";
        Assert.Equal(_project.Rows("left", "main", Orders), _project.Rows("right", "main", Orders));
        Assert.Equal(Documents("left"), Documents("right"));
    }

    private string[] Documents(string database) => _project.Rows(
        database, "catalog", "SELECT j.key || ' ' || j.value FROM customers c, json_each(c.document) j ORDER BY c._id, j.key");
}
