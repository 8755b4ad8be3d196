namespace DocMigrate.Faults.Children;

/// <summary>When a process is to end or halt.</summary>
/// <param name="Point">At which fault point.</param>
/// <param name="Occurrence">The how-manieth time that it comes by, from 1.</param>
/// <param name="Freeze">Whether it is to halt, not to die.</param>
/// <param name="Microseconds">How long after that, at least, where it is a random moment in a step.</param>
internal sealed record FaultMoment(string Point, int Occurrence, bool Freeze = false, double Microseconds = 0);
