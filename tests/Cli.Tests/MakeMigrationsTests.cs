using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

public sealed class MakeMigrationsTests(Workshop workshop)
{
    [Fact]
    public async Task Writes_what_changed_asks_by_its_exit_code_and_takes_the_answers()
    {
        await workshop.PackAsync(TestContext.Current.CancellationToken);
        var project = UserProject.Write(workshop.NewFolder("make"), "Shop").WithConfiguration().With("Models.cs", Models("public string Name { get; set; } = \"\";"));

        Assert.StartsWith("No changes detected: there is no model class.", (await workshop.ToolAsync(workshop.Root, "makemigrations", "--config", project.Folder, "--assembly", (await workshop.AssembliesAsync()).Empty)).Returned(0).Out, StringComparison.Ordinal);

        // What would be written is the same document as what is.
        var check = (await workshop.ToolAsync(project.Folder, "makemigrations", "--check", "--json")).Returned(3).Json;
        Expect.Properties(check, "files", "models", "written", "edits", "notes");
        Assert.False(check.GetProperty("written").GetBoolean());
        Expect.Properties(check.GetProperty("files")[0], "migration", "path", "text", "operations");
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "Migrations")));

        var dry = (await workshop.ToolAsync(project.Folder, "makemigrations", "--dry-run", "--verbosity", "detailed", "--no-build")).Returned(0);
        Assert.StartsWith("Migrations for 'shop' (not written):", dry.Out, StringComparison.Ordinal);
        Assert.Contains("[Migration(\"shop\", \"0001_initial\")]", dry.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "Migrations")));

        var written = (await workshop.ToolAsync(project.Folder, "makemigrations", "--json", "--no-build")).Returned(0).Json;
        Assert.True(written.GetProperty("written").GetBoolean());
        var file = Path.Combine(project.Folder, "Migrations", "0001_initial.cs");
        Assert.Equal(file, written.GetProperty("files")[0].GetProperty("path").GetString());
        Assert.Equal(check.GetProperty("files")[0].GetProperty("text").GetString(), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal("No changes detected.", (await workshop.ToolAsync(project.Folder, "makemigrations")).Returned(0).Out.Trim());

        // A new required column needs a value; a changed name could be a rename.
        project.With("Models.cs", Models("public string FullName { get; set; } = \"\"; public required string Country { get; set; }"));
        Expect.JsonError(await workshop.ToolAsync(project.Folder, "makemigrations", "--rename", "customers.Name=FullName", "--json"), 3, "DM4013");
        var answered = await workshop.ToolAsync(
            project.Folder, "makemigrations", "--name", "country", "--rename", "customers.Name=FullName", "--default", "customers.Country=NL", "--no-build");
        Assert.Contains("- main: Rename column Name of customers to FullName", answered.Returned(0).Out, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project.Folder, "Migrations", "0002_country.cs")));
        Assert.Equal("No changes detected.", (await workshop.ToolAsync(project.Folder, "makemigrations")).Returned(0).Out.Trim());
        Assert.Empty(Directory.EnumerateFiles(project.Folder, "*.db"));
    }

    private static string Models(string properties) => $$"""
        using System.ComponentModel.DataAnnotations.Schema;

        [Table("customers")]
        public sealed class Customer
        {
            public int Id { get; set; }
            {{properties}}
        }
        """;
}
