namespace DocMigrate.Cli.Tests.Support;

/// <summary>
/// Follows a page of the documentation as a reader would, with a shell. <c>docmigrate</c> is on the path. The folder is the reader's: a test may put
/// there what the page takes for granted. What blocks of a page mean says <see cref="Walkthrough"/>.
/// </summary>
internal sealed class PageRunner
{
    private readonly Workshop _workshop;
    private readonly string _folder;
    private readonly Dictionary<string, string> _environment;

    /// <param name="workshop">Has the packages.</param>
    /// <param name="folder">Where the reader begins.</param>
    /// <param name="environment">More variables; null for none.</param>
    public PageRunner(Workshop workshop, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        _workshop = workshop;
        _folder = folder;
        _environment = new Dictionary<string, string>(workshop.Environment);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            _environment[name] = value;
        }
    }

    /// <summary>Follows a page.</summary>
    /// <param name="page">Its path in the repository, as in <c>docs/tutorial.md</c>.</param>
    /// <param name="heading">Only what is below this heading; null for the whole page.</param>
    public async Task FollowAsync(string page, string? heading = null)
    {
        var token = TestContext.Current.CancellationToken;
        await _workshop.PackAsync(token);
        _environment["PATH"] = PutToolOnPath() + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        var text = (await File.ReadAllTextAsync(Path.Combine(Workshop.Repository, page), token)).ReplaceLineEndings("\n");
        await new Walkthrough(TypeAsync, _folder).FollowAsync(text, heading);
    }

    private Task<ToolRun> TypeAsync(string line, string where)
    {
        if (line.StartsWith("dotnet pack ", StringComparison.Ordinal))
        {
            // Packed already, from the same projects; what is left is to put the packages where the page says.
            Directory.CreateSymbolicLink(Path.GetFullPath(line.Split(' ')[^1], Path.Combine(_folder, "repository")), _workshop.Feed);
            return Task.FromResult(new ToolRun(line, 0, "", ""));
        }

        return Programs.RunAsync("sh", ["-c", line], where, _environment, TestContext.Current.CancellationToken);
    }

    private string PutToolOnPath()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_workshop.Root, "path")).FullName;
        var script = Path.Combine(folder, "docmigrate");
        if (!File.Exists(script))
        {
            File.WriteAllText(script, $"#!/bin/sh\nexec dotnet '{Workshop.ToolAssembly}' \"$@\"\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        return folder;
    }
}
