using System.Text.Json;
using DocMigrate.Faults.Children;
using DocMigrate.Faults.Injection;
using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary>
/// <c>--self-test</c>: does the harness see harm where there is some? Protections are switched off, one at a time, by what stands between the engine and the
/// databases; each time the same is done with the protection on, and that must go well. Ledger and documents are in two databases: in one, ledger and journal
/// protect each other.
/// </summary>
internal sealed class SelfTestMode(Workshop workshop)
{
    public async Task<int> RunAsync()
    {
        var start = await workshop.PrepareAsync();
        SelfTestResult[] results =
        [
            // The store's second step is committed, and the ledger, which is elsewhere, does not know: only the journal tells that it must not be done again.
            await CompareAsync(start, Protections.Journal, new FaultMoment(FaultPoints.CommitAfter, 2)),

            // A chunk is committed, and the checkpoint is to follow in a transaction of its own.
            await CompareAsync(start, Protections.Checkpoint, new FaultMoment(FaultPoints.CheckpointAfter, 3)),
            await FenceAsync(start),
            await ShapeGuardAsync(start),
        ];
        Console.WriteLine(JsonSerializer.Serialize(
            new
            {
                selfTest = results.Select(static result => new
                {
                    protection = result.Protection,
                    with = Figures(result.With, result.WritesWith),
                    without = Figures(result.Without, result.WritesWithout),
                    caught = result.Caught,
                }),
            }));
        return results.All(static result => result.Caught) ? 0 : 1;
    }

    private async Task<SelfTestResult> CompareAsync(string start, string protection, FaultMoment moment) => new(
        protection,
        await KillAsync(await workshop.CopyOfAsync(start, protection + "-on"), moment, null),
        await KillAsync(await workshop.CopyOfAsync(start, protection + "-off"), moment, protection));

    private async Task<Harm> KillAsync(string folder, FaultMoment moment, string? off)
    {
        await KilledAsync(workshop.Request(folder, "latest") with { At = moment, Off = off });
        await Workshop.RequireAsync(workshop.Request(folder, "latest") with { Off = off });

        // Without a journal the history lacks half of what it should say, whatever happened to the data: those alone count.
        return workshop.Judge.Data(workshop.StoresIn(folder).Read(), FaultHistory.Last);
    }

    private async Task<SelfTestResult> FenceAsync(string start)
    {
        // Between two chunks of the first count, while another run does all of it.
        var moment = new FaultMoment(FaultPoints.CheckpointAfter, 3);
        var with = await new FrozenTrial(workshop, await workshop.CopyOfAsync(start, "fence-on"), moment, off: null).RunAsync(FaultHistory.Last, alone: false);
        var without = await new FrozenTrial(workshop, await workshop.CopyOfAsync(start, "fence-off"), moment, Protections.Fence).RunAsync(FaultHistory.Last, alone: false);
        return new SelfTestResult(Protections.Fence, with.Harm, without.Harm, with.WritesAfterLoss, without.WritesAfterLoss);
    }

    // Both times a chunk is done again, because its checkpoint was not in its transaction. What looks at the shape first does not mind.
    private async Task<SelfTestResult> ShapeGuardAsync(string start) => new(
        Protections.ShapeGuard,
        await AgainAsync(await workshop.CopyOfAsync(start, "guarded"), Histories.Guarded),
        await AgainAsync(await workshop.CopyOfAsync(start, "unguarded"), Histories.Unguarded));

    private async Task<Harm> AgainAsync(string folder, string history)
    {
        var harm = new Harm();
        var request = workshop.Request(folder, "latest") with { History = history, Off = Protections.Checkpoint };
        await KilledAsync(request with { At = new FaultMoment(FaultPoints.CheckpointAfter, 3) });
        await Workshop.RequireAsync(request);
        foreach (var (input, document) in workshop.Inputs.Documents.Zip(workshop.StoresIn(folder).Records(FaultHistory.Documents)))
        {
            if (document["moved"]?.ToJsonString() != input["left"]!.ToJsonString())
            {
                harm.AddLost(document.ToJsonString());
            }
        }

        return harm;
    }

    private static async Task KilledAsync(ChildRequest request)
    {
        var end = await ChildProcess.RunAsync(request);
        if (!end.Killed)
        {
            throw new InvalidOperationException($"It was to be killed at {request.At} and was not: {end.Fault}");
        }
    }

    private static object Figures(Harm harm, int writes) => new
    {
        lost = harm.Lost,
        duplicated = harm.Duplicated,
        falseApplied = harm.FalseApplied,
        writesAfterLoss = writes,
    };
}
