using System.Text.Json;
using DocMigrate.Faults.Children;
using DocMigrate.Faults.Injection;

namespace DocMigrate.Faults.Modes;

/// <summary><c>--frozen-holder</c>: a holder is halted at each of the fault points, between and inside transactions.</summary>
internal sealed class FrozenMode(Workshop workshop)
{
    // Where the lock was left already there is nothing to lose; who has only just taken it finds that it lost it, and takes it again.
    private static readonly string[] s_without = [FaultPoints.LockTaken, FaultPoints.LockLeaving, FaultPoints.LockLeft, FaultPoints.MigrationCompleted];

    // Without transactions nothing keeps a command out that its sender had sent in time, had not its machine stood still just then: docs/stores/mongodb.md says so.
    private static readonly string[] s_sending = [FaultPoints.WriteBefore];

    private readonly Settings _settings = workshop.Settings;
    private readonly Lock _telling = new();
    private int _number;

    public async Task<int> RunAsync()
    {
        var start = await workshop.PrepareAsync();
        var known = Calibration.Of(await Workshop.RequireAsync(workshop.Request(await workshop.CopyOfAsync(start, "end"), "latest")));
        var random = new Random(_settings.Seed);
        var points = _settings.Points.Count > 0 ? _settings.Points : known.Reached.Except(s_without).Except(_settings.Standalone ? s_sending : []);
        var trials = points.Select(point => (
            Moment: new FaultMoment(point, random.Next(1, known.Times(point) + 1)),
            Goal: random.Next(2) == 0 ? FaultHistory.Last : random.Next(FaultHistory.First, FaultHistory.Last + 1),
            Alone: random.Next(4) == 0)).ToArray();
        var results = new FrozenResult[trials.Length];
        await Parallel.ForAsync(0, trials.Length, new ParallelOptions { MaxDegreeOfParallelism = _settings.Jobs }, async (i, _) =>
        {
            var folder = await workshop.CopyOfAsync(start, $"trial-{Interlocked.Increment(ref _number)}");
            results[i] = await new FrozenTrial(workshop, folder, trials[i].Moment, off: null).RunAsync(trials[i].Goal, trials[i].Alone);
            Tell(results[i], folder);
        });

        var writes = results.Sum(static result => result.WritesAfterLoss);
        var bad = results.Count(static result => result.Fault is not null || result.Harm.Any);
        var unlocked = results.Count(static result => result.Unlocked);
        Console.Error.WriteLine($"{results.Length} holders were halted; the lock was taken from {unlocked}, {results.Length - unlocked} were inside a transaction; {bad} ended badly.");
        Console.WriteLine(JsonSerializer.Serialize(new { writesAfterLoss = writes }));
        return writes == 0 && bad == 0 && unlocked > 0 && (unlocked < results.Length || workshop.Mongo is not null) ? 0 : 1;
    }

    private void Tell(FrozenResult result, string folder)
    {
        if (result.Fault is null && !result.Harm.Any && result.WritesAfterLoss == 0)
        {
            return;
        }

        workshop.Keep(folder);
        lock (_telling)
        {
            Console.Error.WriteLine($"Halted at {result.Moment.Point}#{result.Moment.Occurrence}, seed {_settings.Seed}: {result.WritesAfterLoss} writes after the loss. {result.Fault}");
            foreach (var detail in result.Harm.Details)
            {
                Console.Error.WriteLine($"  {detail}");
            }

            Console.Error.WriteLine($"  kept: {folder}");
        }
    }
}
