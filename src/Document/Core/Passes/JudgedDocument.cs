using System.Runtime.ExceptionServices;

namespace DocMigrate.Document.Passes;

/// <summary>What is to become of a document; nothing, when all is null.</summary>
internal sealed record JudgedDocument
{
    /// <summary>It is written.</summary>
    public ReshapedDocument? Reshaped { get; init; }

    /// <summary>It is put on the quarantine list.</summary>
    public QuarantineEntry? Quarantined { get; init; }

    /// <summary>It does not fit, and the policy is to fail: what is said about it.</summary>
    public string? Misfit { get; init; }

    /// <summary>The pass can't go on.</summary>
    public ExceptionDispatchInfo? Fault { get; init; }
}
