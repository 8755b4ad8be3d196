using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>What is wrong before any code of the project runs.</summary>
public sealed class ProjectTests(Workshop workshop)
{
    [Fact]
    public async Task Shows_the_compilers_errors_of_a_project_that_does_not_compile()
    {
        await workshop.PackAsync(TestContext.Current.CancellationToken);
        var project = UserProject.Write(workshop.NewFolder("broken"), "Broken").With("Broken.cs", "class Broken { int Number => \"text\"; }").WithConfiguration();

        Expect.Error(await workshop.ToolAsync(project.Folder, "migrate"), 2, "DM1203", project.File, "Broken.cs(1,30): error CS0029", "dotnet build");

        Assert.Empty(Directory.EnumerateFiles(project.Folder, "*.db"));
    }

    [Fact]
    public async Task Refuses_a_project_that_does_not_reference_DocMigrate()
    {
        var folder = workshop.NewFolder("foreign");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Foreign.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>",
            TestContext.Current.CancellationToken);
        (await workshop.ToolAsync(folder, "init")).Returned(0);

        Expect.Error(await workshop.ToolAsync(folder, "showmigrations"), 2, "DM1207", "Foreign.csproj", $"dotnet add package DocMigrate.Engine --version {Workshop.Version}");

        var file = Path.Combine(folder, "Foreign.csproj");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Expect.Error(await workshop.ToolAsync(folder, "showmigrations"), 2, "DM1205", "net10.0, netstandard2.0", "--framework");
        Expect.Error(await workshop.ToolAsync(folder, "showmigrations", "--framework", "net10.0"), 2, "DM1207", "Foreign.csproj");
    }

    [Fact]
    public async Task Refuses_a_project_with_another_version_and_names_both()
    {
        var project = UserProject.Write(workshop.NewFolder("old"), "Old").WithConfiguration()
            .With("out/Old.dll", "").With("out/Old.deps.json", """{ "libraries": { "Old/1.0.0": {}, "DocMigrate.Engine/0.0.7": {} } }""");

        var run = await workshop.ToolAsync(project.Folder, "migrate", "--assembly", "out/Old.dll");

        Expect.Error(run, 2, "DM1208", "DocMigrate.Engine 0.0.7", $"version {Workshop.Version}", "dotnet tool update DocMigrate.Cli --version 0.0.7");
    }

    [Fact]
    public async Task Refuses_an_assembly_that_is_not_there_or_lacks_its_dependencies()
    {
        var project = UserProject.Write(workshop.NewFolder("assembly"), "Shop").WithConfiguration()
            .With("out/Copied.dll", "").With("out/Damaged.dll", "").With("out/Damaged.deps.json", "{ \"libraries\": ");

        Expect.Error(await workshop.ToolAsync(project.Folder, "check", "--assembly", "out/Shop.dll"), 2, "DM1206", Path.Combine(project.Folder, "out", "Shop.dll"));
        Expect.Error(await workshop.ToolAsync(project.Folder, "check", "--assembly", "out/Copied.dll"), 2, "DM1206", "Copied.deps.json");
        Expect.Error(await workshop.ToolAsync(project.Folder, "check", "--assembly", "out/Damaged.dll"), 2, "DM1206", "Damaged.deps.json");
    }

    [Fact]
    public async Task Says_which_project_file_is_not_there()
    {
        var project = UserProject.Write(workshop.NewFolder("named"), "Shop").With("docmigrate.json", """
            { "project": "Shpo.csproj", "stores": { "main": { "provider": "sqlite", "connection": "Data Source=main.db" } } }
            """);

        Expect.Error(await workshop.ToolAsync(project.Folder, "check"), 2, "DM1201", "Shpo.csproj", "Did you mean 'Shop.csproj'?");
        Expect.Error(await workshop.ToolAsync(project.Folder, "check", "--project", "elsewhere", "--config", "."), 2, "DM1201", "elsewhere", "--project");
    }

    [Fact]
    public async Task A_class_library_is_run_with_the_tools_runtime_and_the_packages_of_the_cache()
    {
        var assembly = (await workshop.AssembliesAsync()).Shop;
        var project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(assembly)!, "..", "..", ".."));
        var folder = workshop.NewFolder("library");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "docmigrate.json"), """{ "stores": { "main": { "provider": "sqlite", "connection": "Data Source=shop.db" } } }""",
            TestContext.Current.CancellationToken);

        (await workshop.ToolAsync(folder, "migrate", "--config", ".", "--project", project)).Returned(0);
        var shown = (await workshop.ToolAsync(folder, "showmigrations", "--config", ".", "--project", Path.Combine(project, "Shop.csproj"), "--no-build")).Returned(0);

        Assert.Contains(" [X] 0003_country", shown.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.ChangeExtension(assembly, ".runtimeconfig.json")));
    }

    [Fact]
    public async Task Without_a_build_it_asks_for_one()
    {
        var project = UserProject.Write(workshop.NewFolder("unbuilt"), "Shop").WithConfiguration();

        Expect.Error(await workshop.ToolAsync(project.Folder, "check", "--no-build"), 2, "DM1204", "Shop.dll", "dotnet build");
    }
}
