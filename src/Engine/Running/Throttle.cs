using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>Rests between two transactions of long work, when none is open, as the run's options say. Who waits for the run's locks sees that it lives.</summary>
/// <param name="options">How it rests.</param>
/// <param name="observer">Is told.</param>
/// <param name="time">The clock.</param>
internal sealed class Throttle(PassOptions options, IRunObserver observer, TimeProvider time)
{
    private static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(1);

    private long _working = time.GetTimestamp();

    /// <summary>Rests after a transaction that was committed, so many times as long as the work since the last rest took, and as long as there is the file to pause.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        var rest = time.GetElapsedTime(_working) * options.PauseRatio;
        await RestAsync(null, waited => rest - waited, cancellationToken);
        if (options.PauseFile is { } file)
        {
            await RestAsync(file, _ => File.Exists(file) ? BetweenSigns : TimeSpan.Zero, cancellationToken);
        }

        _working = time.GetTimestamp();
    }

    private async Task RestAsync(string? file, Func<TimeSpan, TimeSpan> left, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var waited = TimeSpan.Zero;
        while (left(waited) is var rest && rest > TimeSpan.Zero)
        {
            observer.OnEvent(new PausedEvent(file, waited));
            await Task.Delay(rest < BetweenSigns ? rest : BetweenSigns, time, cancellationToken);
            waited = time.GetElapsedTime(began);
        }
    }
}
