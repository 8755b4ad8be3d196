using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

public sealed class InitTests(Workshop workshop)
{
    [Fact]
    public async Task Writes_a_configuration_that_fits_the_project()
    {
        var project = UserProject.Write(workshop.NewFolder("init"), "My.Shop");

        var run = (await workshop.ToolAsync(project.Folder, "init", "--json")).Returned(0);

        var file = Path.Combine(project.Folder, "docmigrate.json");
        Assert.Equal(file, run.Json.GetProperty("configuration").GetString());
        Assert.Empty(run.Error);
        Assert.Equal(
            """
            {
              "project": "My.Shop.csproj",
              "module": "my_shop",
              "migrations": "Migrations",
              "history": "main",
              "stores": {
                "main": {
                  "provider": "sqlite",
                  "connection": "Data Source=my_shop.db"
                },
                "documents": {
                  "provider": "sqlite-json",
                  "connection": "Data Source=my_shop.db"
                }
              }
            }

            """,
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Says_which_packages_are_missing()
    {
        var folder = workshop.NewFolder("bare");
        await File.WriteAllTextAsync(Path.Combine(folder, "Bare.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\" />", TestContext.Current.CancellationToken);

        var run = (await workshop.ToolAsync(folder, "init")).Returned(0);

        Assert.Contains("dotnet add package DocMigrate.Engine", run.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet add package DocMigrate.Sql.Sqlite", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_overwrites_a_configuration()
    {
        var project = UserProject.Write(workshop.NewFolder("again"), "Shop").With("docmigrate.json", "{ \"mine\": true }");

        Expect.Error(await workshop.ToolAsync(project.Folder, "init"), 2, "DM1210", Path.Combine(project.Folder, "docmigrate.json"));

        Assert.Equal("{ \"mine\": true }", await File.ReadAllTextAsync(Path.Combine(project.Folder, "docmigrate.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Refuses_a_folder_without_a_project()
    {
        var folder = workshop.NewFolder("nothing");

        Expect.Error(await workshop.ToolAsync(folder, "init"), 2, "DM1201", folder);

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Asks_which_of_several_projects_is_meant()
    {
        var project = UserProject.Write(workshop.NewFolder("two"), "Shop");
        UserProject.Write(project.Folder, "Store");

        Expect.Error(await workshop.ToolAsync(project.Folder, "init"), 2, "DM1202", "'Shop.csproj', 'Store.csproj'");
        (await workshop.ToolAsync(project.Folder, "init", "--project", "Store.csproj")).Returned(0);
    }
}
