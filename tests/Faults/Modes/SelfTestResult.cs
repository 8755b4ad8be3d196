using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary>What was found with a protection, and without it.</summary>
/// <param name="Protection">Which.</param>
/// <param name="With">The harm with it: none.</param>
/// <param name="Without">The harm without it.</param>
/// <param name="WritesWith">Writes after the loss of the lock, with it.</param>
/// <param name="WritesWithout">And without it.</param>
internal sealed record SelfTestResult(string Protection, Harm With, Harm Without, int WritesWith = 0, int WritesWithout = 0)
{
    /// <summary>Whether the harness tells the two apart.</summary>
    public bool Caught => !With.Any && WritesWith == 0 && (Without.Any || WritesWithout > 0);
}
