using DocMigrate.Faults.Children;
using DocMigrate.Faults.Injection;
using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary>
/// One trial: a process goes forwards or back and is killed; the next one, that is to end what was begun or to take it back, perhaps too; the last one runs to its
/// goal and from there to the other end of the history. Whatever is random comes from the seed and the trial's number.
/// </summary>
internal sealed class Trial(Workshop workshop, TrialPlan plan, Calibration forwards, Calibration backwards)
{
    private const int MostLives = 6;
    private const string Together = "together with the process";
    private const string Before = "and was back before the process went on";
    private const string Meanwhile = "and came back while the process went on";
    private const string Unanswered = "before it answered";

    private static readonly string[] s_ways = [Together, Before, Meanwhile];

    private readonly Random _random = new(workshop.Settings.Seed * 100_003 + plan.Number);
    private readonly string _folder = workshop.FolderOf($"trial-{plan.Number}");
    private readonly List<(string Point, bool MidStep)> _kills = [];
    private readonly List<string> _story = [];
    private readonly Harm _harm = new();

    /// <summary>Whether the ledger was lost and is to be rebuilt, which is interrupted too.</summary>
    private bool Repairs => plan.Number % 5 == 4;

    public async Task<TrialResult> RunAsync(string start, string end)
    {
        var forward = _random.Next(2) == 0;
        await workshop.Places.CopyAsync(forward ? start : end, _folder);
        if (Repairs)
        {
            _story.Add("the ledger was lost");
            workshop.StoresIn(_folder).LoseLedger();
        }

        var goal = forward ? FaultHistory.Last : FaultHistory.First;
        string? fault = null;
        try
        {
            for (var life = 0; life < MostLives && _kills.Count < plan.Kills; life++)
            {
                var killed = await LiveAsync(goal, life);
                goal = killed ? Goal() : goal == FaultHistory.Last ? FaultHistory.First : FaultHistory.Last;
            }

            goal = Goal();
            _story.Add($"to the end: {goal} and from there to the other end");
            await workshop.ConcludeAsync(workshop.Request(_folder, Actions()) with { ClockHours = Hours() }, goal, _harm);
        }
        catch (InvalidOperationException error)
        {
            fault = error.Message;
        }

        return new TrialResult(plan.Number, _folder, _kills, _harm, fault, _story);
    }

    /// <summary>A process goes to the goal, and is killed on its way.</summary>
    /// <returns>Whether it was killed; else it is at the goal.</returns>
    private async Task<bool> LiveAsync(int goal, int life)
    {
        var calibration = goal == FaultHistory.Last ? forwards : backwards;
        var point = life == 0 && plan.Point is { } aimed && calibration.Times(aimed) > 0 ? aimed : Choose(calibration);
        var request = workshop.Request(_folder, [.. Actions(), Workshop.ActionOf(goal)]) with { ClockHours = Hours() };

        // A process that ends what another one began comes by fewer points.
        var most = life == 0 ? calibration.Times(point) : Math.Max(1, calibration.Times(point) / 4);
        var moment = new FaultMoment(point, _random.Next(1, most + 1), Microseconds: point == FaultPoints.Random ? _random.NextDouble() * 2 * calibration.Gap : 0);
        if (workshop.Settings.KillsServer)
        {
            return await KillServerAsync(workshop.Servers[_random.Next(workshop.Servers.Count)], request, moment);
        }

        if (workshop.Settings.Drops && workshop.Mongo is { } mongo)
        {
            _story.Add(await mongo.TroubleAsync(workshop.Places.MongoDatabaseOf(_folder), _random));
        }

        return Ended(await ChildProcess.RunAsync(request with { At = moment }), moment.Point, What(request, moment));
    }

    /// <summary>The server dies while the process is at a moment, or has just told it to commit; and now and then the process too.</summary>
    private async Task<bool> KillServerAsync(Server server, ChildRequest request, FaultMoment moment)
    {
        var unanswered = moment.Point == FaultPoints.Unanswered;
        using var child = ChildProcess.Start(request with { At = moment with { Point = unanswered ? Calibration.BeforeAnswer : moment.Point, Freeze = true } });
        if (!await child.UntilAsync(static child => child.IsStopped))
        {
            return Ended(await child.EndAsync(), moment.Point, What(request, moment));
        }

        var midStep = child.Phase.OpenSteps > 0;
        var ending = child.EndAsync();
        var way = unanswered ? Unanswered : s_ways[_random.Next(s_ways.Length)];
        if (way == Unanswered)
        {
            await server.LoseAnswerAsync(workshop.Places.MongoDatabaseOf(_folder), passItOn: _random.Next(3) > 0, child.Wake, ending);

            // Long enough for a commit, mostly.
            await Task.Delay(_random.Next(10));
        }

        await server.KillAsync();
        switch (way)
        {
            case Together:
                child.Kill();
                break;
            case Meanwhile:
                child.Wake();
                await Task.Delay(_random.Next(1500));
                break;
        }

        await server.StartAgainAsync();
        if (way == Before)
        {
            child.Wake();
        }

        var end = await ending;
        if (!end.Killed && !end.Succeeded && !end.IsTyped)
        {
            throw new InvalidOperationException($"The server died, and what was said is no error of ours: {end.Fault}");
        }

        _story.Add($"{What(request, moment)}{(midStep ? " in a step" : "")}, where the server died {way}: {(end.Succeeded ? "ended" : end.Fault)}");
        _kills.Add((moment.Point, midStep));
        workshop.Inspect(_folder, _harm);
        return true;
    }

    private bool Ended(ChildEnd end, string point, string what)
    {
        _story.Add(what + (end.Killed ? end.MidStep ? " killed in a step" : " killed" : " ended"));
        if (!end.Killed && workshop.Settings.Drops && end.IsTyped)
        {
            _story.Add(end.Fault);
            workshop.Inspect(_folder, _harm);
            return true;
        }

        if (!end.Killed)
        {
            Workshop.Require(end, _harm);
            return false;
        }

        _kills.Add((point, end.MidStep));

        workshop.Inspect(_folder, _harm);
        return true;
    }

    private static string What(ChildRequest request, FaultMoment moment) => $"{request.Actions[^1]} @{moment.Point}#{moment.Occurrence}";

    // Mostly the ends; now and then in between.
    private int Goal() => _random.Next(5) switch
    {
        0 => _random.Next(FaultHistory.First + 1, FaultHistory.Last),
        1 or 2 => FaultHistory.First,
        _ => FaultHistory.Last,
    };

    private string[] Actions() => Repairs ? ["repair"] : [];

    private int Hours() => _random.Next(3) == 0 ? _random.Next(2) * 2 - 1 : 0;

    private string Choose(Calibration calibration)
    {
        var asked = workshop.Settings.Points;
        var points = (asked.Count > 0 ? asked : FaultPoints.InSteps).Where(point => calibration.Times(point) > 0).ToArray();
        return asked.Count > 0 || _random.Next(4) > 0 ? points[_random.Next(points.Length)] : FaultPoints.Random;
    }
}
