namespace DocMigrate.Engine.Authoring;

/// <summary>What <c>squashmigrations</c> shall make one of. Immutable.</summary>
public sealed record SquashOptions
{
    /// <summary>The module.</summary>
    public required string Module { get; init; }

    /// <summary>The first migration, or a unique beginning of its name; null (the default) for the module's first.</summary>
    public string? From { get; init; }

    /// <summary>The last migration, or a unique beginning of its name.</summary>
    public required string To { get; init; }

    /// <summary>The words at the end of the name; null (the default) for those of the last migration.</summary>
    public string? Name { get; init; }

    /// <summary>Keeps all operations as they are. Default false.</summary>
    public bool NoOptimize { get; init; }

    /// <summary>Only reports. Default false.</summary>
    public bool DryRun { get; init; }
}
