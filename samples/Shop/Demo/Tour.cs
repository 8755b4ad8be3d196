using System.Diagnostics;
using System.Globalization;
using DocMigrate.Engine;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Reporting;
using DocMigrate.History;
using DocMigrate.Planning;

namespace Shop.Demo;

/// <summary>Takes the shop's two stores through its whole history: there, back, and there again, and compares every value on the way.</summary>
internal sealed class Tour(ShopFiles files, int count, Screen screen)
{
    private const string Module = "shop";
    private const string Start = "0001_initial";
    private const int ShownDifferences = 5;
    private static readonly string[] Later = ["0002_names_and_currency", "0003_addresses", "0004_prices_and_stock"];
    private readonly SqliteCatalog _catalog = new(files);

    /// <summary>Runs it.</summary>
    /// <returns>Whether every comparison held.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await MigrateAsync("The shop as it was", Start, cancellationToken);
        var clock = Stopwatch.StartNew();
        screen.Progress($"making {count:N0} rows and {count:N0} documents");
        await new Seeder(files, _catalog, count).FillAsync(cancellationToken);
        var start = await Snapshot.TakeAsync(files, _catalog, cancellationToken);
        screen.Good(Invariant($"{start.Rows:N0} rows in main (tables), {start.Documents:N0} documents in catalog, made in {clock.Elapsed.TotalSeconds:0.0} s"));
        screen.Note("names that are text, null, missing, numbers; prices like \"12.50\", \"12,50\", 12, \"on request\"; stock keyed by warehouse");

        await ShowPlanAsync(cancellationToken);
        var examples = Examples.Choose(start);
        var now = start;
        foreach (var name in Later)
        {
            await MigrateAsync(name, name, cancellationToken);
            var then = now;
            now = await Snapshot.TakeAsync(files, _catalog, cancellationToken);
            examples.Show(screen, name, then, now);
        }

        await MigrateAsync($"Back to {Start}", Start, cancellationToken);
        var held = Compare("as before the first step", start, await Snapshot.TakeAsync(files, _catalog, cancellationToken));

        await MigrateAsync("And forth again", Later[^1], cancellationToken);
        held &= Compare("as after the first time", now, await Snapshot.TakeAsync(files, _catalog, cancellationToken));

        return await ShowHistoryAsync(cancellationToken) && held && Finish();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool Finish()
    {
        Console.WriteLine("history: 4 applied in 2 stores, verified");
        return true;
    }

    /// <summary>As the tool does: each run opens the stores and closes them.</summary>
    private Migrator Open() => Migrator.Open(AppContext.BaseDirectory, typeof(Tour).Assembly, new Dictionary<string, string>
    {
        ["main"] = $"Data Source={files.PathOf("main")}",
        ["catalog"] = $"Data Source={files.PathOf("catalog")}",
    });

    private async Task MigrateAsync(string title, string target, CancellationToken cancellationToken)
    {
        screen.Title(title);
        await using var migrator = Open();
        await migrator.MigrateAsync(MigrationTarget.To(Module, target), options: null, new ProgressPrinter(screen), cancellationToken);
    }

    private async Task ShowPlanAsync(CancellationToken cancellationToken)
    {
        screen.Title("The plan");
        await using var migrator = Open();
        var plan = migrator.Describe(await migrator.PlanAsync(MigrationTarget.Latest, cancellationToken));
        foreach (var step in plan.Steps)
        {
            screen.Line($"  {step.Migration} on {step.Store}");
            foreach (var operation in step.Operations)
            {
                screen.Line($"    {operation.Description,-66} {Describe(operation)}");
            }
        }

        foreach (var warning in plan.Warnings ?? [])
        {
            screen.Note(warning);
        }
    }

    private static string Describe(PlanOperationReport operation)
    {
        var site = operation.Execution == ExecutionSite.Server ? "in the database" : "in this process";
        var documents = operation.EstimatedDocuments is { } estimate ? Invariant($", {estimate:N0}") : "";
        return $"{operation.Loss.ToString().ToLowerInvariant()}, {site}{documents}";
    }

    private static string Words(MigrationStatus status) => status == MigrationStatus.RolledBack ? "rolled back" : status.ToString().ToLowerInvariant();

    private bool Compare(string what, Snapshot expected, Snapshot actual)
    {
        var differences = expected.DifferencesTo(actual).ToList();
        if (differences.Count == 0)
        {
            screen.Good(Invariant($"{actual.Rows:N0} rows and {actual.Documents:N0} documents are {what}: every value compared"));
            return true;
        }

        screen.Bad(Invariant($"{differences.Count:N0} rows and documents are not {what}"));
        foreach (var difference in differences.Take(ShownDifferences))
        {
            screen.Note(difference);
        }

        return false;
    }

    private async Task<bool> ShowHistoryAsync(CancellationToken cancellationToken)
    {
        screen.Title("The history");
        await using var migrator = Open();
        foreach (var line in (await migrator.HistoryAsync(cancellationToken)).Where(static line => line.Store is not null))
        {
            screen.Line($"  {line.At:HH:mm:ss.fff}  {line.Migration,-30} {line.Store,-8} {(line.Status is { } status ? Words(status) : ""),-12} {line.Detail}".TrimEnd());
        }

        screen.Line();
        var held = true;
        foreach (var migration in await migrator.ShowAsync(cancellationToken))
        {
            var stores = string.Join(", ", migration.Stores.Select(static store => $"{store.Store} {Words(store.Status)}"));
            screen.Line($"  [{(migration.Status == MigrationStatus.Applied ? "X" : " ")}] {migration.Module}.{migration.Name,-26} {stores}");
            held &= migration.Status == MigrationStatus.Applied && migration.Stores.Count == 2;
        }

        screen.Line();
        return held;
    }
}
