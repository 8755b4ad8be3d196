using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Regular;

namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>A chain of operations as SQL over the stored document.</summary>
internal sealed record CompiledReshape : ICompiledReshape
{
    /// <summary>The document after the chain; JSONB. Exact where <see cref="Guard"/> holds.</summary>
    public required string Expression { get; init; }

    /// <summary>The same for regular documents, on their bytes; null when there are none. A regular document needs work, and <see cref="Guard"/> holds for it.</summary>
    public required BinaryRewrite? Regular { get; init; }

    /// <summary>Where the expression is exact. Elsewhere, or where this is NULL, the in-process executor decides.</summary>
    public required string Guard { get; init; }

    /// <summary>The same as <see cref="Guard"/>; it calls <see cref="ServerKeep.Function"/> for the values to be kept.</summary>
    public required string CapturingGuard { get; init; }

    /// <summary>Where there may be something to do at all.</summary>
    public required string Needs { get; init; }

    /// <summary>What is kept aside.</summary>
    public required ValueList<ServerKeep> Keeps { get; init; }
}
