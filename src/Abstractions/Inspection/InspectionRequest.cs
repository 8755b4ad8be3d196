namespace DocMigrate.Inspection;

/// <summary>What to look at, and in which form to say it. Immutable.</summary>
public sealed record InspectionRequest
{
    /// <summary>The collections.</summary>
    public required ValueList<string> Names { get; init; }

    /// <summary>About how many documents of each are read, spread over all; null, the default, for all.</summary>
    public int? Sample { get; init; }

    /// <summary>What else to make of the shape; default nothing.</summary>
    public EmitFormat Emit { get; init; }

    /// <summary>The C# namespace of emitted classes. Default <c>Models</c>.</summary>
    public string Namespace { get; init; } = "Models";
}
