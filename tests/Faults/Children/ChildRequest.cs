namespace DocMigrate.Faults.Children;

/// <summary>What a child process is to do. Given to it as JSON.</summary>
internal sealed record ChildRequest
{
    /// <summary>The folder with the databases.</summary>
    public required string Folder { get; init; }

    /// <summary>Where it keeps what it shares with its parent; null for the folder with the databases.</summary>
    public string? PhaseFolder { get; init; }

    /// <summary>Where the databases are that folders stand for.</summary>
    public required Places Places { get; init; }

    /// <summary>
    /// What to do, one after the other: <c>latest</c>, or a migration's number to go to; <c>repair</c>; <c>unlock</c>; <c>copy x</c> to copy the databases to the folder x;
    /// <c>wait</c> to get ready and wait for a line on standard input.
    /// </summary>
    public required string[] Actions { get; init; }

    /// <summary>When to end or halt by itself; null for never.</summary>
    public FaultMoment? At { get; init; }

    /// <summary>A protection that is switched off; null for none.</summary>
    public string? Off { get; init; }

    /// <summary>What limits a database; null for nothing.</summary>
    public Trouble? Trouble { get; init; }

    /// <summary>By how many hours the clock is wrong, and jumps about at every reading.</summary>
    public int ClockHours { get; init; }

    /// <summary>How long to wait for the lock, in seconds.</summary>
    public double LockSeconds { get; init; } = 20;

    /// <summary>How long to wait for another writer of a database, in seconds.</summary>
    public int BusySeconds { get; init; } = 20;

    /// <summary>How long C# code takes for a document, in milliseconds.</summary>
    public int DocumentMilliseconds { get; init; }

    /// <summary>On how many threads documents are reshaped.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How many documents a chunk has.</summary>
    public int ChunkSize { get; init; } = 10;

    /// <summary>Which migrations, as <see cref="Histories"/> names them; null for <see cref="FaultHistory"/>.</summary>
    public string? History { get; init; }
}
