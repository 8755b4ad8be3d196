namespace DocMigrate.Running;

/// <summary>How long work on data is done, as whoever runs it wishes. Immutable.</summary>
public sealed record PassOptions
{
    /// <summary>The most <see cref="Workers"/>.</summary>
    public const int MostWorkers = 64;

    /// <summary>The greatest <see cref="PauseRatio"/>.</summary>
    public const double MostPauseRatio = 10;

    private readonly int? _workers;
    private readonly double _pauseRatio;

    /// <summary>Nothing special: workers as the store has it, no pauses.</summary>
    public static PassOptions Default { get; } = new();

    /// <summary>
    /// On how many threads, or connections where the store has several writers and does the work itself, documents are reshaped at once: from 1 to <see cref="MostWorkers"/>. Null,
    /// the default: on one thread, and on as many connections as the store takes for good.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 1 to 64.</exception>
    public int? Workers
    {
        get => _workers;
        init => _workers = value is null or (>= 1 and <= MostWorkers)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of workers goes from 1 to {MostWorkers}.");
    }

    /// <summary>
    /// How long a run rests between two transactions of long work, as a multiple of what the last one took: from 0 (the default, no rest) to <see cref="MostPauseRatio"/>. No
    /// transaction is open meanwhile.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 10.</exception>
    public double PauseRatio
    {
        get => _pauseRatio;
        init => _pauseRatio = value is >= 0 and <= MostPauseRatio
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The ratio of pauses goes from 0 to {MostPauseRatio}.");
    }

    /// <summary>The path of a file: while it exists, long work waits between two transactions. Null, the default, for none.</summary>
    public string? PauseFile { get; init; }

    /// <summary>
    /// Whether whoever runs it vouches that nobody else writes until it is done, and that nobody wrote documents of the new shape since it was begun: what came after a pass
    /// had begun is then taken for old. Default false.
    /// </summary>
    public bool WritersStopped { get; init; }
}
