using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary>How a trial ended.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Kills">The kills: where, and whether in a step.</param>
/// <param name="Harm">What was found.</param>
/// <param name="Fault">What kept it from its end; null when nothing did.</param>
/// <param name="Story">What was done.</param>
internal sealed record TrialResult(
    int Number, string Folder, IReadOnlyList<(string Point, bool MidStep)> Kills, Harm Harm, string? Fault, IReadOnlyList<string> Story)
{
    public bool Recovered => Fault is null && !Harm.Any;
}
