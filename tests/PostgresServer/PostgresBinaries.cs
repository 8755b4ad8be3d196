namespace DocMigrate.PostgresServer;

/// <summary>Where the server's programs are: Debian keeps them off the path, one folder for each version.</summary>
public static class PostgresBinaries
{
    /// <summary>The folder with <c>initdb</c> and <c>postgres</c>; null where there is none. The newest version comes first.</summary>
    public static string? Folder { get; } = Candidates().FirstOrDefault(static folder =>
        File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));

    private static IEnumerable<string> Candidates()
    {
        string[] parents = ["/usr/lib/postgresql", "/usr/local/lib/postgresql"];
        var debian = parents.Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .OrderByDescending(static folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(static folder => Path.Combine(folder, "bin"));
        return debian.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
    }
}
