using DocMigrate.Document.Passes;

namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>A chain of operations as SQL over the stored document.</summary>
internal sealed record CompiledReshape : ICompiledReshape
{
    /// <summary>The document after the chain; jsonb. Exact where <see cref="Guard"/> holds, and evaluated nowhere else: it may be an error there.</summary>
    public required string Expression { get; init; }

    /// <summary>Where the expression is exact. Elsewhere, or where this is NULL, the in-process executor decides. Never an error.</summary>
    public required string Guard { get; init; }

    /// <summary>Where there may be something to do at all. Never an error.</summary>
    public required string Needs { get; init; }

    /// <summary>What is kept aside.</summary>
    public required ValueList<ServerKeep> Keeps { get; init; }
}
