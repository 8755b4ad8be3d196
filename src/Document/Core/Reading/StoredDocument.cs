using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Reading;

/// <summary>A document as a store has it.</summary>
public sealed record StoredDocument
{
    /// <summary>What a person finds it by: the <c>_id</c> as text.</summary>
    public required string Id { get; init; }

    /// <summary>The document; null when it can't be held (a key twice, a wrapper that is none), which <see cref="Problem"/> says.</summary>
    public required JObject? Document { get; init; }

    /// <summary>Why it can't be read; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it is on the store's quarantine list. Default false.</summary>
    public bool Quarantined { get; init; }
}
