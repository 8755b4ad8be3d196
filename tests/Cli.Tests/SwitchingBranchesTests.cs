using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>The page, with a repository that has the two branches of which it speaks.</summary>
public sealed class SwitchingBranchesTests(Workshop workshop)
{
    [Fact]
    public async Task The_page_prints_what_it_says()
    {
        GitProject.Require("sqlite3", "-version");
        var project = await GitProject.CreateAsync(workshop, "switching");
        project.Project.With("Migrations/0001_initial.cs", Migration("0001_initial", """
            migration.Sql("main", sql => sql.CreateTable("customers", t => t.Column("id", c => c.Int64().Key()).Column("name", c => c.Text().NotNull())));
            """));
        await project.DoAsync("migrate");
        project.Execute("main.db", "INSERT INTO customers (id, name) VALUES (1, 'Ada')");
        await project.CommitAsync("Initial");
        await project.GitAsync("switch", "--quiet", "--create", "loyalty");
        project.Project.With("Migrations/0002_loyalty.cs", Migration("0002_loyalty", """
            migration.DependsOn("0001_initial");
            migration.Sql("main", sql => sql
                .AddColumn("customers", "points", c => c.Int64())
                .CreateTable("rewards", t => t.Column("name", c => c.Text().Key()).Column("price", c => c.Int64())));
            migration.Documents("catalog", "offers", c => c.Create());
            """));
        await project.CommitAsync("Loyalty");
        await project.GitAsync("switch", "--quiet", "main");

        await new PageRunner(workshop, project.Project.Folder).FollowAsync("docs/switching-branches.md");
    }

    private static string Migration(string name, string body) => $$"""
        using DocMigrate;

        [Migration("shop", "{{name}}")]
        public sealed class M{{name}} : Migration
        {
            public override void Build(MigrationBuilder migration)
            {
                {{body}}
            }
        }
        """;
}
