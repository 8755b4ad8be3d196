using System.Text.Json;
using System.Text.Json.Nodes;
using DocMigrate.Faults.Children;
using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary><c>--race P --rounds R</c>: P processes that are started together, R times; in one round the work takes longer than the others would wait for one that is silent.</summary>
internal sealed class RaceMode(Workshop workshop)
{
    private const double SlowTimeout = 4;
    private const int SlowDocument = 30;

    private readonly Settings _settings = workshop.Settings;
    private int _double;
    private int _failed;

    public async Task<int> RunAsync()
    {
        for (var round = 0; round < _settings.Rounds; round++)
        {
            await RunAsync(round, slow: round == _settings.Rounds / 2);
        }

        Console.WriteLine(JsonSerializer.Serialize(new { rounds = _settings.Rounds, doubleApplied = _double, failed = _failed }));
        return _double == 0 && _failed == 0 ? 0 : 1;
    }

    private async Task RunAsync(int round, bool slow)
    {
        // By turns there is nothing at all, or there are documents. Slow are the documents.
        var withDocuments = slow || round % 2 == 1;
        var folder = workshop.FolderOf($"round-{round}");
        var stores = workshop.StoresIn(folder);
        if (withDocuments)
        {
            Directory.CreateDirectory(folder);
            stores.FillFresh(workshop.Inputs);
        }

        var children = new List<ChildProcess>();
        var ends = new List<ChildEnd>();
        try
        {
            for (var i = 0; i < _settings.Processes; i++)
            {
                var own = Directory.CreateDirectory(Path.Combine(folder, $"process-{i}")).FullName;
                children.Add(ChildProcess.Start(workshop.Request(folder, "wait", "latest") with
                {
                    PhaseFolder = own,
                    History = Histories.Race,
                    LockSeconds = slow ? SlowTimeout : 60,
                    BusySeconds = 60,
                    DocumentMilliseconds = slow ? SlowDocument : 0,
                }));
            }

            foreach (var child in children)
            {
                await child.ReadLineAsync();
            }

            children.ForEach(static child => child.Go());
            foreach (var child in children)
            {
                ends.Add(await child.EndAsync());
            }
        }
        finally
        {
            children.ForEach(static child => child.Dispose());
        }

        var faults = ends.Where(static end => !end.Succeeded).Select(static end => end.Fault).ToList();
        if (slow && ends.Max(static end => end.Result?.Seconds ?? 0) is var longest && longest <= SlowTimeout)
        {
            faults.Add($"the slow round took {longest:f1} s only");
        }

        var wrong = Wrong(stores, withDocuments, ends.Sum(static end => end.Result?.Applied ?? 0)).ToList();
        _failed += faults.Count;
        _double += wrong.Count;
        if (faults.Count + wrong.Count == 0)
        {
            await workshop.ForgetAsync(folder);
            return;
        }

        workshop.Keep(folder);
        Console.Error.WriteLine($"Round {round} went wrong, kept: {folder}\n  {string.Join("\n  ", faults.Concat(wrong.Take(5)))}");
    }

    private IEnumerable<string> Wrong(Stores stores, bool withDocuments, int applied)
    {
        if (applied != RaceHistory.Count)
        {
            yield return $"all processes together applied {applied} migrations, not {RaceHistory.Count}";
        }

        foreach (var (migration, times) in stores.TimesApplied().Where(static pair => pair.Value != 1))
        {
            yield return $"the log says that migration {migration} became applied {times} times";
        }

        foreach (var row in stores.Records(FaultHistory.Tables))
        {
            if (Number(row, "amount") != RaceHistory.Row(Number(row, "id")))
            {
                yield return row.ToJsonString();
            }
        }

        foreach (var (input, document) in workshop.Inputs.Documents.Zip(withDocuments ? stores.Records(FaultHistory.Documents) : []))
        {
            if (Number(document, "count") != RaceHistory.Document(Number(input, "count")))
            {
                yield return document.ToJsonString();
            }
        }
    }

    private static long Number(JsonObject record, string name) => long.Parse(record[name]!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
