using DocMigrate.Faults.Children;
using DocMigrate.Faults.Injection;

namespace DocMigrate.Faults.Modes;

/// <summary>What a run comes by when nobody kills it: how often each point, and how long it takes.</summary>
/// <param name="Points">How often each point.</param>
/// <param name="Seconds">How long.</param>
internal sealed record Calibration(IReadOnlyDictionary<string, int> Points, double Seconds)
{
    /// <summary>Where a process halts that is to lose the answer to its next commit.</summary>
    public const string BeforeAnswer = FaultPoints.CheckpointBefore;

    /// <summary>The mean time between two points, in microseconds.</summary>
    public double Gap => Seconds * 1e6 / Reached.Sum(Times);

    public static Calibration Of(ChildResult result) => new(result.Points, result.Seconds);

    public int Times(string point) => Points.GetValueOrDefault(point == FaultPoints.Unanswered ? BeforeAnswer : point);

    /// <summary>The points of <see cref="FaultPoints.OfRuns"/> that it comes by.</summary>
    public IEnumerable<string> Reached => FaultPoints.OfRuns.Where(point => Times(point) > 0);
}
