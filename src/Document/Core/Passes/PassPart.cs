namespace DocMigrate.Document.Passes;

/// <summary>The operations of one migration in a pass. A document that does not fit one of them is as it was before all of them.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Start">Where they begin among the pass's operations.</param>
/// <param name="Count">How many they are.</param>
internal sealed record PassPart(MigrationId Migration, int Start, int Count)
{
    /// <summary>The parts of a pass, in the order of execution.</summary>
    public static IReadOnlyList<PassPart> Of(ReshapePass pass)
    {
        var parts = new List<PassPart>();
        foreach (var migration in pass.Migrations)
        {
            parts.Add(new PassPart(
                migration, parts.Count == 0 ? 0 : parts[^1].Start + parts[^1].Count, pass.Operations.Count(operation => operation.Step.Migration == migration)));
        }

        return parts;
    }
}
