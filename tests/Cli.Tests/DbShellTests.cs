using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

public sealed class DbShellTests(Workshop workshop)
{
    [Fact]
    public async Task Starts_the_stores_shell_and_returns_its_exit_code()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The stand-in for sqlite3 is a shell script.");
            return;
        }

        var folder = NewFolder();
        var program = Path.Combine(folder, "bin", "sqlite3");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho \"shell on $1\"\nexit 7\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var run = (await RunAsync(folder, Path.GetDirectoryName(program)!)).Returned(7);

        Assert.Equal($"shell on {Path.Combine(folder, "shop.db")}", run.Out.Trim());
    }

    [Fact]
    public async Task Says_how_to_get_a_shell_that_is_not_installed()
    {
        var folder = NewFolder();

        Expect.Error(await RunAsync(folder, path: folder), 2, "DM1212", "'sqlite3'");
    }

    private string NewFolder()
    {
        var folder = workshop.NewFolder("dbshell");
        File.WriteAllText(Path.Combine(folder, "docmigrate.json"), """{ "stores": { "main": { "provider": "sqlite", "connection": "Data Source=shop.db" } } }""");
        return folder;
    }

    private async Task<ToolRun> RunAsync(string folder, string path) => await Programs.RunAsync(
        "dotnet", [Workshop.ToolAssembly, "dbshell", "--assembly", (await workshop.AssembliesAsync()).Shop], folder,
        new Dictionary<string, string>(workshop.Environment) { ["PATH"] = path }, TestContext.Current.CancellationToken);
}
