namespace DocMigrate.MongoHost;

/// <summary>Programs on this machine.</summary>
public static class Programs
{
    /// <summary>Finds a program.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="path">The folders to look in, as in <c>PATH</c>; null for those of <c>PATH</c>.</param>
    /// <returns>Its path; null when there is none.</returns>
    public static string? Find(string program, string? path = null) => (path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, program), Path.Combine(folder, program + ".exe")])
        .FirstOrDefault(File.Exists);
}
