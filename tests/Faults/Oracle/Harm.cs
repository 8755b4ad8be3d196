namespace DocMigrate.Faults.Oracle;

/// <summary>What was found to be wrong.</summary>
internal sealed class Harm
{
    private readonly List<string> _details = [];

    /// <summary>Records that are not there, or are not what they must be.</summary>
    public int Lost { get; private set; }

    /// <summary>Records that were changed more than once, or are there more than once.</summary>
    public int Duplicated { get; private set; }

    /// <summary>Things that the history says and that are not so.</summary>
    public int FalseApplied { get; private set; }

    /// <summary>Locks that nobody holds and that keep somebody out.</summary>
    public int StuckLocks { get; private set; }

    public bool Any => Lost + Duplicated + FalseApplied + StuckLocks > 0;

    /// <summary>The first few, in words.</summary>
    public IEnumerable<string> Details => _details.Take(5);

    public void AddLost(string detail) => Lost += Note("lost", detail);

    public void AddDuplicated(string detail) => Duplicated += Note("duplicated", detail);

    public void AddFalseApplied(string detail) => FalseApplied += Note("false", detail);

    public void AddStuckLock(string detail) => StuckLocks += Note("stuck", detail);

    public void Add(Harm other)
    {
        Lost += other.Lost;
        Duplicated += other.Duplicated;
        FalseApplied += other.FalseApplied;
        StuckLocks += other.StuckLocks;
        _details.AddRange(other._details);
    }

    private int Note(string kind, string detail)
    {
        _details.Add($"{kind}: {detail}");
        return 1;
    }
}
