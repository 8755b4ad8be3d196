using DocMigrate.Faults.Children;
using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary>
/// One holder that is halted while it has the lock. Between two transactions the lock is taken from it, another run goes through, and it is woken: then it must write
/// nothing. Inside a transaction the lock can't be taken, and it must not be: it is woken and ends, or is killed and another run ends what it began.
/// </summary>
internal sealed class FrozenTrial(Workshop workshop, string folder, FaultMoment moment, string? off)
{
    private readonly Harm _harm = new();

    /// <param name="goal">Where the other run goes.</param>
    /// <param name="alone">Whether no other run goes through before the holder is woken.</param>
    public async Task<FrozenResult> RunAsync(int goal, bool alone)
    {
        var request = workshop.Request(folder) with { LockSeconds = 2, BusySeconds = 2 };
        using var holder = ChildProcess.Start(request with { Actions = ["latest"], At = moment with { Freeze = true }, Off = off });
        try
        {
            if (!await holder.UntilAsync(static child => child.IsStopped))
            {
                return new FrozenResult(moment, false, 0, _harm, $"it was never halted: {(await holder.EndAsync()).Fault}");
            }

            var unlocked = await ChildProcess.RunAsync(request with { Actions = ["unlock"] });
            if (unlocked.ExitCode == ChildEnd.LockedCode)
            {
                return await InsideAsync(holder, request, goal, alone);
            }

            Workshop.Require(unlocked, _harm);
            return await BetweenAsync(holder, request, goal, alone);
        }
        catch (InvalidOperationException error)
        {
            return new FrozenResult(moment, false, 0, _harm, error.Message);
        }
    }

    private async Task<FrozenResult> BetweenAsync(ChildProcess holder, ChildRequest request, int goal, bool alone)
    {
        if (!alone)
        {
            Workshop.Require(await ChildProcess.RunAsync(request with { Actions = [Workshop.ActionOf(goal)] }), _harm);
        }

        var before = workshop.StoresIn(folder).Dump();
        holder.Wake();
        var end = await holder.EndAsync();
        var after = workshop.StoresIn(folder).Dump();
        var writes = Differences(before, after);
        if (!alone)
        {
            _harm.Add(workshop.Judge.AtRest(workshop.StoresIn(folder).Read(), goal));
        }

        await ConcludeAsync(request, goal);
        return new FrozenResult(moment, true, writes, _harm, end.Succeeded && writes > 0 ? "it was told nothing and ended as if all were well" : null);
    }

    private async Task<FrozenResult> InsideAsync(ChildProcess holder, ChildRequest request, int goal, bool kill)
    {
        var other = await ChildProcess.RunAsync(request with { Actions = ["latest"], LockSeconds = 1 });
        if (other.ExitCode != ChildEnd.LockedCode)
        {
            return new FrozenResult(moment, false, 0, _harm, $"another run was not kept out: {other.Fault}");
        }

        if (kill)
        {
            holder.Kill();
            await holder.EndAsync();
            workshop.Inspect(folder, _harm);
        }
        else
        {
            holder.Wake();
            Workshop.Require(await holder.EndAsync(), _harm);
            _harm.Add(workshop.Judge.AtRest(workshop.StoresIn(folder).Read(), FaultHistory.Last));
        }

        await ConcludeAsync(request, goal);
        return new FrozenResult(moment, false, 0, _harm, null);
    }

    private async Task ConcludeAsync(ChildRequest request, int goal)
    {
        if (off is null)
        {
            await workshop.ConcludeAsync(request with { Actions = [], LockSeconds = 20, BusySeconds = 20 }, goal, _harm);
        }
    }

    private static int Differences(string before, string after)
    {
        var lines = before.Split('\n');
        var now = after.Split('\n');
        return lines.Except(now).Count() + now.Except(lines).Count();
    }
}
