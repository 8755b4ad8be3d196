namespace DocMigrate.Faults.Children;

/// <summary>What a child process printed at its end.</summary>
internal sealed record ChildResult
{
    /// <summary>The error's code, or its type where it has none; null when there was none.</summary>
    public string? Error { get; init; }

    /// <summary>The error in words.</summary>
    public string? Message { get; init; }

    /// <summary>How many migrations it applied.</summary>
    public int Applied { get; init; }

    /// <summary>How often it came by each fault point.</summary>
    public IReadOnlyDictionary<string, int> Points { get; init; } = new Dictionary<string, int>();

    /// <summary>How long the actions took.</summary>
    public double Seconds { get; init; }
}
