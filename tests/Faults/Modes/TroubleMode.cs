using System.Text.Json;
using DocMigrate.Faults.Children;
using DocMigrate.Faults.Injection;
using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary>
/// <c>--troubles</c>: what goes wrong without anybody dying. Each time the run must end with an error that says so, the history must be true then, and the next run,
/// with the trouble gone, must get where it was to go.
/// </summary>
internal sealed class TroubleMode(Workshop workshop)
{
    private const string DiskFull = "DM6009";
    private const string Busy = "DM6008";
    private const string NotWritable = "DM6007";

    private static readonly string[] s_between = [FaultPoints.CheckpointAfter, FaultPoints.CommitAfter, FaultPoints.RecordAfter, FaultPoints.RolledBack];

    private static readonly string[] s_dying = [FaultPoints.CheckpointAfter, FaultPoints.CommitAfter, FaultPoints.LedgerBefore];
    private static readonly int[] s_transactions = [2, 4, 6, 8, 10];

    private readonly Harm _harm = new();
    private readonly Random _random = new(workshop.Settings.Seed);
    private readonly Dictionary<string, (int Trials, int Recovered)> _figures = [];
    private int _number;

    public async Task<int> RunAsync()
    {
        var start = await workshop.PrepareAsync();
        var known = Calibration.Of(await Workshop.RequireAsync(workshop.Request(await workshop.CopyOfAsync(start, "end"), "latest")));
        foreach (var store in workshop.Settings.SameFile ? [FaultHistory.Tables] : (string[])[FaultHistory.Tables, FaultHistory.Documents])
        {
            foreach (var transaction in s_transactions.Take(workshop.Settings.Rounds))
            {
                // A limit below what is there already is taken for what is there (https://www.sqlite.org/pragma.html#pragma_max_page_count). What fits is no trouble.
                await TryAsync("diskFull", start, DiskFull, request => RunAsync(request with { Trouble = new Trouble(store, transaction, "PRAGMA max_page_count = 1") }));
                await TryAsync("readOnly", start, NotWritable, request => RunAsync(request with { Trouble = new Trouble(store, transaction, "PRAGMA query_only = ON") }));
            }
        }

        await ReadOnlyFileAsync(start);
        foreach (var point in s_between.Where(point => known.Times(point) > 0).Take(workshop.Settings.Rounds))
        {
            var moment = new FaultMoment(point, _random.Next(1, known.Times(point) + 1), Freeze: true);
            await TryAsync("busy", start, Busy, request => BusyAsync(request, moment));
        }

        foreach (var hours in (int[])[1, -1])
        {
            await TryAsync("clock", start, null, request => RunAsync(request with { ClockHours = hours }));
            foreach (var point in s_dying.Take(workshop.Settings.Rounds))
            {
                var moment = new FaultMoment(point, _random.Next(1, known.Times(point) + 1));
                await TryAsync("clock", start, null, request => RunAsync(request with { ClockHours = hours, At = moment }));
            }
        }

        return Report();
    }

    private static Task<ChildEnd> RunAsync(ChildRequest request) => ChildProcess.RunAsync(request);

    /// <summary>Makes trouble, then looks, then goes on without it.</summary>
    /// <param name="kind">Which kind of trouble.</param>
    /// <param name="start">The databases to begin with.</param>
    /// <param name="code">The error that the run must end with; null when it need not fail.</param>
    /// <param name="run">Makes the trouble and runs.</param>
    private async Task TryAsync(string kind, string start, string? code, Func<ChildRequest, Task<ChildEnd>> run)
    {
        var (trials, recovered) = _figures.GetValueOrDefault(kind);
        var folder = await workshop.CopyOfAsync(start, $"{kind}-{++_number}");
        var harm = new Harm();
        string? fault = null;
        try
        {
            var end = await run(workshop.Request(folder, "latest") with { BusySeconds = 1, LockSeconds = 5 });
            if (code == DiskFull && end.Succeeded)
            {
                return;
            }

            if (code is null ? !end.Killed && !end.Succeeded : end.Result?.Error != code)
            {
                fault = $"it should have ended with {code ?? "success"}: {end.Fault}";
            }

            workshop.Inspect(folder, harm);
            await workshop.ConcludeAsync(workshop.Request(folder), _random.Next(2) == 0 ? FaultHistory.First : FaultHistory.Last, harm);
        }
        catch (InvalidOperationException error)
        {
            fault = error.Message;
        }

        _harm.Add(harm);
        var well = fault is null && !harm.Any;
        _figures[kind] = (trials + 1, recovered + (well ? 1 : 0));
        if (well)
        {
            await workshop.ForgetAsync(folder);
            return;
        }

        workshop.Keep(folder);
        Console.Error.WriteLine($"{kind}, trial {trials}: {fault}\n  {string.Join("\n  ", harm.Details)}\n  kept: {folder}");
    }

    /// <summary>Somebody else begins to write while the run is between two transactions, and takes longer than it waits.</summary>
    private async Task<ChildEnd> BusyAsync(ChildRequest request, FaultMoment moment)
    {
        using var child = ChildProcess.Start(request with { At = moment });
        if (!await child.UntilAsync(static child => child.IsStopped))
        {
            throw new InvalidOperationException($"It was never halted at {moment}.");
        }

        var stores = workshop.StoresIn(request.Folder);
        using var tables = stores.OpenFile(FaultHistory.Tables);
        using var documents = stores.OpenFile(FaultHistory.Documents);
        using var first = tables.BeginTransaction();
        using var second = workshop.Settings.SameFile ? null : documents.BeginTransaction();
        child.Wake();
        return await child.EndAsync();
    }

    private async Task ReadOnlyFileAsync(string start)
    {
        if (Environment.UserName == "root")
        {
            Console.Error.WriteLine("A file that may not be written is left out: root may write any.");
            return;
        }

        await TryAsync("readOnly", start, NotWritable, async request =>
        {
            var file = workshop.Places.FileOf(request.Folder, FaultHistory.Documents);
            var mode = File.GetUnixFileMode(file);
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
            var end = await RunAsync(request);
            File.SetUnixFileMode(file, mode);
            return end;
        });
    }

    private int Report()
    {
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            troubles = _figures.ToDictionary(static pair => pair.Key, static pair => new { trials = pair.Value.Trials, recovered = pair.Value.Recovered }),
            lost = _harm.Lost,
            duplicated = _harm.Duplicated,
            stuckLocks = _harm.StuckLocks,
            falseApplied = _harm.FalseApplied,
        }));
        return !_harm.Any && _figures.Count == 4 && _figures.Values.All(static figure => figure.Trials == figure.Recovered) ? 0 : 1;
    }
}
