using System.Text.Json;
using System.Text.Json.Serialization;

namespace DocMigrate.Benchmarks;

/// <summary>Runs both sides in turn on fresh copies and prints the medians and their ratio.</summary>
internal static class Comparison
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static async Task<int> RunAsync(Scenario scenario, int scale, int? rounds)
    {
        var folder = Directory.CreateTempSubdirectory("docmigrate-bench").FullName;
        try
        {
            Console.Error.WriteLine($"{scenario.Name}: preparing {scale:N0}…");
            var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
            await scenario.PrepareAsync(data, scale);
            var (ours, reference) = await MeasureAsync(scenario, folder, data, scale, rounds);
            var (mine, other) = (Median(ours.Select(static run => run.Seconds)), Median(reference.Select(static run => run.Seconds)));
            var ratios = ours.Zip(reference).Select(static pair => pair.Second.Seconds / pair.First.Seconds).ToList();
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    Scenario = scenario.Name,
                    Ours = new { Seconds = Math.Round(mine, 3), Rate = Math.Round(scale / mine) },
                    Reference = new { Name = scenario.Reference, Seconds = Math.Round(other, 3) },
                    Ratio = Math.Round(other / mine, 3),
                    WithoutPreflight = WithoutPreflight(ours, other),
                    Spread = (double[])[Math.Round(ratios.Min(), 3), Math.Round(ratios.Max(), 3)],
                    PeakMemoryMb = Math.Round(ours.Max(static run => run.PeakMegabytes), 1),
                    Rounds = ours.Count,
                    Parts = PartsOf(ours, reference),
                    scenario.Server,
                    Work = ours[^1].Work is { } done ? new { Ours = done.Per(1000, scale), Reference = reference[^1].Work!.Per(1000, scale) } : null,
                },
                s_json));
            return 0;
        }
        finally
        {
            await scenario.EndAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<object>? PartsOf(List<Measurement> ours, List<Measurement> reference) => ours[0].Parts.Count == 0 ? null :
    [
        .. ours[0].Parts.Select(part =>
        {
            var (mine, other) = (Of(ours, part.Name), Of(reference, part.Name));
            return (object)new { part.Name, Ours = new { mine.Seconds, mine.AllocatedMb }, Reference = new { other.Seconds, other.AllocatedMb }, Ratio = Math.Round(other.Seconds / mine.Seconds, 3) };
        }),
    ];

    private static Part Of(List<Measurement> runs, string name)
    {
        var found = runs.Select(run => run.Parts.Single(part => part.Name == name)).ToList();
        return new Part(name, Math.Round(Median(found.Select(static part => part.Seconds)), 6), Math.Round(Median(found.Select(static part => part.AllocatedMb)), 3));
    }

    private static object? WithoutPreflight(List<Measurement> ours, double reference)
    {
        var seconds = Median(ours.Select(static run => run.Seconds - run.PreflightSeconds));
        return ours.Any(static run => run.PreflightSeconds > 0) ? new { Seconds = Math.Round(seconds, 3), Ratio = Math.Round(reference / seconds, 3) } : null;
    }

    private static async Task<(List<Measurement> Ours, List<Measurement> Reference)> MeasureAsync(Scenario scenario, string folder, string data, int scale, int? rounds)
    {
        var (ours, reference) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round < (rounds ?? (ours.Any(static run => run.Seconds > 10) ? 3 : 5)); round++)
        {
            var (mine, other) = (Copy(data, folder, "ours"), Copy(data, folder, "reference"));

            // Whoever comes second finds warmer caches: take turns.
            if (round % 2 == 0)
            {
                reference.Add(await Child.StartAsync(scenario.Name, "reference", other, scale));
                ours.Add(await Child.StartAsync(scenario.Name, "ours", mine, scale));
            }
            else
            {
                ours.Add(await Child.StartAsync(scenario.Name, "ours", mine, scale));
                reference.Add(await Child.StartAsync(scenario.Name, "reference", other, scale));
            }

            Console.Error.WriteLine($"round {round + 1}: ours {ours[^1].Seconds:F3} s, reference {reference[^1].Seconds:F3} s, ours peaks at {ours[^1].PeakMegabytes:F0} MB");
            if (round == 0)
            {
                await scenario.VerifyAsync(mine, other);
            }
        }

        return (ours, reference);
    }

    private static string Copy(string data, string folder, string name)
    {
        var target = Path.Combine(folder, name);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(data))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
