using DocMigrate.Inspection;

namespace DocMigrate.Engine.Inspection;

/// <summary>What to look into. Immutable.</summary>
public sealed record InspectOptions
{
    /// <summary>The store; null, the default, for all that can be looked into.</summary>
    public string? Store { get; init; }

    /// <summary>The collection; null, the default, for all.</summary>
    public string? Collection { get; init; }

    /// <summary>About how many documents of each collection are read, spread over all; null, the default, for all. At least 1.</summary>
    public int? Sample { get; init; }

    /// <summary>What else to make of the shapes; default nothing.</summary>
    public EmitFormat Emit { get; init; }

    /// <summary>The C# namespace of emitted classes. Default <c>Models</c>.</summary>
    public string Namespace { get; init; } = "Models";
}
