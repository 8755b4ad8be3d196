using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>The project's versions of the packages that it shares with DocMigrate win over ours, earlier ones too.</summary>
public sealed class PinnedVersionTests(Workshop workshop)
{
    private const string Json = "13.0.1";
    private const string Sqlite = "10.0.11";

    [Fact]
    public async Task A_project_that_pins_other_versions_migrates_with_these()
    {
        await workshop.PackAsync(TestContext.Current.CancellationToken);
        var project = UserProject.Write(
            workshop.NewFolder("pinned"), "Pinned", "<NoWarn>$(NoWarn);NU1605</NoWarn>",
            $"""
            <PackageReference Include="Newtonsoft.Json" Version="[{Json}]" />
            <PackageReference Include="Microsoft.Data.Sqlite" Version="[{Sqlite}]" />
            <PackageReference Include="Microsoft.Data.Sqlite.Core" Version="[{Sqlite}]" />
            """)
            .WithConfiguration()
            .With("Migrations.cs", """
                using System.Diagnostics;
                using DocMigrate;
                using Newtonsoft.Json.Linq;

                [Migration("shop", "0001_initial")]
                public sealed class Initial : Migration
                {
                    public override void Build(MigrationBuilder migration)
                    {
                        Report("json", typeof(JObject));
                        Report("sqlite", typeof(Microsoft.Data.Sqlite.SqliteConnection));
                        migration.Sql("main", sql => sql.CreateTable("customers", t => t.Column("id", c => c.Int64().Key())));
                        migration.Documents("catalog", "products", c => c.Create());
                    }

                    private static void Report(string name, System.Type type)
                    {
                        var location = type.Assembly.Location;
                        System.Console.WriteLine($"loaded {name} {FileVersionInfo.GetVersionInfo(location).ProductVersion?.Split('+')[0]} from {location}");
                    }
                }
                """);

        var run = (await workshop.ToolAsync(project.Folder, "migrate", "--json")).Returned(0);

        var beside = Path.GetDirectoryName(project.Assembly);
        Assert.Contains($"loaded json {Json} from {beside}", run.Error, StringComparison.Ordinal);
        Assert.Contains($"loaded sqlite {Sqlite} from {beside}", run.Error, StringComparison.Ordinal);
        Assert.Equal("shop.0001_initial", run.Json.GetProperty("applied")[0].GetString());
        Assert.True(File.Exists(Path.Combine(project.Folder, "main.db")));
        Assert.True(File.Exists(Path.Combine(project.Folder, "catalog.db")));
    }
}
