using System.Collections.Concurrent;
using System.Text.Json;
using DocMigrate.Faults.Injection;
using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary><c>--kills N</c>.</summary>
internal sealed class KillMode(Workshop workshop)
{
    private const double LeastMidStep = 0.8;

    private readonly Settings _settings = workshop.Settings;
    private readonly ConcurrentBag<TrialResult> _results = [];
    private readonly Lock _planning = new();
    private int _planned;
    private int _next;

    public async Task<int> RunAsync()
    {
        var start = await workshop.PrepareAsync();
        var end = await workshop.CopyOfAsync(start, "end");
        var forwards = Calibration.Of(await Workshop.RequireAsync(workshop.Request(end, "latest")));
        RequireRight(end, FaultHistory.Last);
        var back = await workshop.CopyOfAsync(end, "back");
        var backwards = Calibration.Of(await Workshop.RequireAsync(workshop.Request(back, "1")));
        RequireRight(back, FaultHistory.First);

        string[] all = [.. forwards.Reached.Union(backwards.Reached), .. _settings.KillsServer ? [FaultPoints.Unanswered] : Array.Empty<string>()];
        if (_settings.Points.Except(all).FirstOrDefault() is { } unknown)
        {
            throw new ArgumentException($"There is no point '{unknown}'; there are {string.Join(", ", all)}.");
        }

        var points = _settings.Points.Count > 0 ? [.. _settings.Points] : all;
        Console.Error.WriteLine($"{points.Length} fault points; a run takes {forwards.Seconds:f2} s forwards and {backwards.Seconds:f2} s back when nobody kills it.");
        await Task.WhenAll(Enumerable.Range(0, _settings.Jobs).Select(_ => WorkAsync(points, start, end, forwards, backwards)));
        return Report(points);
    }

    private async Task WorkAsync(string[] points, string start, string end, Calibration forwards, Calibration backwards)
    {
        while (Next(points) is { } plan)
        {
            var result = await Task.Run(() => new Trial(workshop, plan, forwards, backwards).RunAsync(start, end));
            _results.Add(result);
            lock (_planning)
            {
                // A kill that came too late, its process being done, is made up for by another trial.
                _planned -= plan.Kills - result.Kills.Count;
            }

            await TellAsync(result);
        }
    }

    private TrialPlan? Next(string[] points)
    {
        lock (_planning)
        {
            if (_settings.Trial is { } only)
            {
                return _next++ == 0 ? Plan(only, points, _settings.Kills) : null;
            }

            if (_planned >= _settings.Kills)
            {
                return null;
            }

            var plan = Plan(_next++, points, _settings.Kills - _planned);
            _planned += plan.Kills;
            return plan;
        }
    }

    /// <summary>Each point is aimed at once; from then on it is as it comes, and every second trial kills two or three times.</summary>
    private static TrialPlan Plan(int number, string[] points, int most) =>
        number < points.Length
            ? new(number, 1, points[number])
            : new(number, Math.Min(most, number % 6 == 5 ? 3 : number % 3 == 1 ? 2 : 1), null);

    private void RequireRight(string folder, int migration)
    {
        var harm = workshop.Judge.AtRest(workshop.StoresIn(folder).Read(), migration);
        if (harm.Any)
        {
            workshop.Keep(folder);
            throw new InvalidOperationException($"Without any kill it is wrong already: {string.Join('\n', harm.Details)}");
        }
    }

    private async Task TellAsync(TrialResult result)
    {
        if (result.Recovered)
        {
            await workshop.ForgetAsync(result.Folder);
            return;
        }

        workshop.Keep(result.Folder);
        Console.Error.WriteLine($"Trial {result.Number} failed, seed {_settings.Seed}: {string.Join("; ", result.Story)}");
        Console.Error.WriteLine($"  {result.Fault ?? "it ran to its end"}");
        foreach (var detail in result.Harm.Details)
        {
            Console.Error.WriteLine($"  {detail}");
        }

        Console.Error.WriteLine($"  kept: {result.Folder}");
        Console.Error.WriteLine(
            $"  again: dotnet run -c Release --project tests/Faults -- --stores {_settings.Providers}{(_settings.SameFile ? " --same-file" : "")}"
            + $"{(_settings.Workers > 1 ? $" --workers {_settings.Workers}" : "")}{(_settings.KillsServer ? " --kill-server" : "")}{(_settings.Drops ? " --drops" : "")}{(_settings.Standalone ? " --standalone" : "")}"
            + $" --kills {result.Kills.Count} --seed {_settings.Seed} --trial {result.Number}");
    }

    private int Report(string[] points)
    {
        var harm = new Harm();
        foreach (var result in _results)
        {
            harm.Add(result.Harm);
        }

        var kills = _results.SelectMany(static result => result.Kills).ToList();
        var byPoint = points.Concat(_settings.Points.Count > 0 ? [] : [FaultPoints.Random]).ToDictionary(static point => point, point => kills.Count(kill => kill.Point == point));
        var report = new KillReport
        {
            Kills = kills.Count,
            Recovered = _results.Where(static result => result.Recovered).Sum(static result => result.Kills.Count),
            MidStep = kills.Count(static kill => kill.MidStep),
            KillsByPoint = byPoint,
            Lost = harm.Lost,
            Duplicated = harm.Duplicated,
            StuckLocks = harm.StuckLocks,
            FalseApplied = harm.FalseApplied,
        };
        Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        var missed = byPoint.Where(static pair => pair.Value == 0).Select(static pair => pair.Key).ToArray();
        if (_settings.Trial is null && missed.Length > 0)
        {
            Console.Error.WriteLine($"No kill at {string.Join(", ", missed)}: there are {points.Length} points, and more kills are needed to come by all of them.");
        }

        return report.Kills == report.Recovered && !harm.Any && report.Kills >= _settings.Kills
            && (_settings.Trial is not null || (missed.Length == 0 && report.MidStep >= LeastMidStep * report.Kills)) ? 0 : 1;
    }
}
