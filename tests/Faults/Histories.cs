namespace DocMigrate.Faults;

/// <summary>The histories by name.</summary>
internal static class Histories
{
    /// <summary>The one that is named; <see cref="FaultHistory"/> for null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="inDocument">Called for every document that C# code changes.</param>
    public static IEnumerable<MigrationDefinition> Make(string? name, Action inDocument) => name switch
    {
        null => FaultHistory.Make(inDocument),
        _ => throw new ArgumentException($"There is no history '{name}'."),
    };
}
