namespace DocMigrate.Cli.Commands;

/// <summary>How much the tool says.</summary>
internal enum Verbosity
{
    /// <summary>Results and errors only.</summary>
    Quiet,

    /// <summary>What a person wants to know; the default.</summary>
    Normal,

    /// <summary>Each operation too, and the commands that the tool starts.</summary>
    Detailed,

    /// <summary>Stack traces too.</summary>
    Diagnostic,
}
