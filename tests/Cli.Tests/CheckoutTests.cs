using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>The reason for it all: the database follows the checked-out revision, there and back, and no data is lost.</summary>
public sealed class CheckoutTests(Workshop workshop)
{
    private const string Table = "[Table(\"customers\")] public sealed class Customer { public int Id { get; set; } public string Name { get; set; } = \"\"; ";
    private const string Collection =
        "[Collection(\"items\")] public sealed class Item { [JsonPropertyName(\"_id\")] public string Id { get; set; } = \"\"; [JsonPropertyName(\"title\")] public string Title { get; set; } = \"\"; ";

    [Fact]
    public async Task The_database_follows_a_checkout_to_the_parent_and_back_to_the_branch_with_all_data()
    {
        var project = await GitProject.CreateAsync(workshop, "checkout");
        project.Project.With("Models.cs", Models("[JsonPropertyName(\"price\")] public string Price { get; set; } = \"\"; }", "}"));
        await project.DoAsync("makemigrations");
        await project.DoAsync("migrate");
        project.Execute("main.db", "INSERT INTO customers (Id, Name) VALUES (1, 'Ada'), (2, 'Grace')");
        Insert(project, """{"_id":"a","title":"Lamp","price":"7"}""", """{"_id":"b","title":"Desk","price":"12"}""");
        await project.CommitAsync("Parent");
        var parent = Dump(project);

        // The branch: a column, a table, a field, a collection, and a value that is converted.
        await project.GitAsync("switch", "--quiet", "--create", "branch");
        project.Project.With("Models.cs", Models(
            "[JsonPropertyName(\"price\")] public int Price { get; set; } }",
            """
            public string City { get; set; } = ""; }
            [Table("notes")] public sealed class Note { public int Id { get; set; } public string Text { get; set; } = ""; }
            [Collection("orders")] public sealed class Order { [JsonPropertyName("_id")] public string Id { get; set; } = ""; }
            """));
        await project.DoAsync("makemigrations", "--name", "branch", "--default", "customers.City=", "--verbosity", "quiet");
        project.Project.With("Migrations/0003_rank.cs", Migration("0003_rank", "0002_branch", """migration.Documents("catalog", "items", c => c.Add("rank", 0));"""));
        await project.DoAsync("migrate");
        project.Execute("main.db", "UPDATE customers SET City = 'London' WHERE Id = 1; INSERT INTO customers (Id, Name, City) VALUES (3, 'Edsger', 'Austin'); INSERT INTO notes (Id, Text) VALUES (7, 'x''00')");
        project.Execute("catalog.db", """UPDATE items SET document = jsonb_set(document, '$.rank', 5) WHERE _id = 'a'""");
        Insert(project, """{"_id":"c","title":"Chair","price":99,"rank":1}""");
        project.Execute("catalog.db", """INSERT INTO orders (_id, document) VALUES ('o1', jsonb('{"_id":"o1"}'))""");
        await project.CommitAsync("Branch");
        var branch = Dump(project);

        // The parent is checked out: what is only of the branch goes aside, what was there before is as it was, to the letter.
        await project.GitAsync("switch", "--quiet", "main");
        Assert.Contains("0002_branch (its code is gone)", (await project.DoAsync("showmigrations")).Out);
        Assert.Contains("from the history", (await project.DoAsync("migrate", "--sync", "--plan")).Out);
        Assert.Equal(branch, Dump(project));
        var undone = (await project.DoAsync("migrate", "--sync")).Out;
        Assert.Matches("(?s)Unapplying shop.0003_rank.*Unapplying shop.0002_branch", undone);
        Assert.All(parent, line => Assert.Contains(line, Dump(project)));
        Assert.Equal(
            ["integer:3 | text:'Edsger'", "text:'c' | {\"_id\":\"c\",\"title\":\"Chair\",\"price\":\"99\"} | integer:3"],
            Dump(project).Except(parent).Order(StringComparer.Ordinal));
        Assert.Equal("No problems found.", (await project.DoAsync("check")).Out.Trim());

        // And back: the branch's data is there again.
        await project.GitAsync("switch", "--quiet", "branch");
        await project.DoAsync("migrate");
        Assert.Equal(branch, Dump(project));
    }

    [Fact]
    public async Task Sql_out_of_the_history_is_asked_about_and_code_that_is_not_there_is_refused_by_name()
    {
        var project = await GitProject.CreateAsync(workshop, "asked");
        project.Project.With("Migrations/0001_initial.cs", Migration("0001_initial", null, """
            migration.Sql("main", sql => sql.CreateTable("log", t => t.Column("id", c => c.Int64().Key())));
            migration.Documents("catalog", "items", c => c.Create());
            """));
        await project.DoAsync("migrate");
        Insert(project, """{"_id":"a","n":1}""");
        await project.CommitAsync("Parent");

        await project.GitAsync("switch", "--quiet", "--create", "sql");
        project.Project.With("Migrations/0002_sql.cs", Migration("0002_sql", "0001_initial", """
            migration.Sql("main", sql => sql.RunSql("INSERT INTO log VALUES (1)", "DELETE FROM log WHERE id = 1"));
            """));
        await project.DoAsync("migrate");
        await project.CommitAsync("Sql");
        await project.GitAsync("switch", "--quiet", "main");

        Expect.Error(await project.TryAsync("migrate", "--sync"), 3, "DM3032", "'shop.0002_sql'", "DELETE FROM log WHERE id = 1", "--yes");
        Assert.Contains("DELETE FROM log WHERE id = 1", (await project.DoAsync("migrate", "--sync", "--plan", "--no-build")).Out);
        Assert.Equal(1, Count(project, "main.db", "log"));
        await project.DoAsync("migrate", "--sync", "--yes", "--no-build");
        Assert.Equal(0, Count(project, "main.db", "log"));

        await project.GitAsync("switch", "--quiet", "--create", "code");
        project.Project.With("Migrations/0002_code.cs", Migration("0002_code", "0001_initial", """
            migration.Documents("catalog", "items", c => c.Transform("double", d => { d["n"] = (long)d["n"]! * 2; return d; }, d => { d["n"] = (long)d["n"]! / 2; return d; }));
            """));
        await project.DoAsync("migrate");
        await project.CommitAsync("Code");
        await project.GitAsync("switch", "--quiet", "main");

        var before = Dump(project);
        Expect.Error(await project.TryAsync("migrate", "--sync", "--yes"), 1, "DM3030", "'shop.0002_code'", "double");
        Assert.Equal(before, Dump(project));

        await project.GitAsync("switch", "--quiet", "code");
        await project.DoAsync("migrate", "shop", "0001");
        await project.GitAsync("switch", "--quiet", "main");
        Assert.Equal(["No migrations to apply."], (await project.DoAsync("migrate", "--sync")).Out.Trim().Split('\n'));
    }

    private static string[] Dump(GitProject project) => [.. project.Dump("main.db"), .. project.Dump("catalog.db")];

    private static int Count(GitProject project, string database, string table) =>
        project.Dump(database).SkipWhile(line => !line.StartsWith($"{table} (", StringComparison.Ordinal)).Skip(1).TakeWhile(static line => line.StartsWith("integer:", StringComparison.Ordinal)).Count();

    private static void Insert(GitProject project, params string[] documents)
    {
        foreach (var document in documents)
        {
            project.Execute("catalog.db", $"INSERT INTO items (_id, document) VALUES ('{document}' ->> '$._id', jsonb('{document}'))");
        }
    }

    private static string Models(string item, string customer) =>
        $"using System.ComponentModel.DataAnnotations.Schema;\nusing System.Text.Json.Serialization;\nusing DocMigrate;\n\n{Table}{customer}\n{Collection}{item}\n";

    private static string Migration(string name, string? dependsOn, string body) => $$"""
        using DocMigrate;

        [Migration("shop", "{{name}}")]
        public sealed class M{{name}} : Migration
        {
            public override void Build(MigrationBuilder migration)
            {
                {{(dependsOn is null ? "" : $"migration.DependsOn(\"{dependsOn}\");")}}
                {{body}}
            }
        }
        """;
}
