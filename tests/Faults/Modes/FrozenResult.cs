using DocMigrate.Faults.Children;
using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary>How a <see cref="FrozenTrial"/> ended.</summary>
/// <param name="Moment">When the holder was halted.</param>
/// <param name="Unlocked">Whether the lock could be taken from it.</param>
/// <param name="WritesAfterLoss">How many rows and documents it changed after that.</param>
/// <param name="Harm">What was found in the end.</param>
/// <param name="Fault">What else was wrong; null when nothing was.</param>
internal sealed record FrozenResult(FaultMoment Moment, bool Unlocked, int WritesAfterLoss, Harm Harm, string? Fault);
