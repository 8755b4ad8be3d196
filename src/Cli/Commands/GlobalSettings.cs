namespace DocMigrate.Cli.Commands;

/// <summary>The options that every command has, as given.</summary>
internal sealed record GlobalSettings
{
    public string? Config { get; init; }

    public string? Project { get; init; }

    public string? Framework { get; init; }

    public string? Configuration { get; init; }

    public bool NoBuild { get; init; }

    public string? Assembly { get; init; }

    public ValueList<string> Connections { get; init; } = [];

    public bool Json { get; init; }

    public bool NoColor { get; init; }

    public bool Yes { get; init; }

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;
}
