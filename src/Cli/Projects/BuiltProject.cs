namespace DocMigrate.Cli.Projects;

/// <summary>What a build made, as far as the inner host needs it.</summary>
internal sealed record BuiltProject
{
    /// <summary>What a person calls it: the project file, or the assembly.</summary>
    public required string Name { get; init; }

    /// <summary>The absolute path of the assembly with models and migrations.</summary>
    public required string Assembly { get; init; }

    /// <summary>The absolute path of the list of its dependencies.</summary>
    public required string DepsFile { get; init; }

    /// <summary>The absolute path of its runtime configuration; null for a class library, which has none.</summary>
    public string? RuntimeConfig { get; init; }

    /// <summary>Where packages are that were not copied beside the assembly: a class library's are not.</summary>
    public ValueList<string> PackageFolders { get; init; } = [];
}
