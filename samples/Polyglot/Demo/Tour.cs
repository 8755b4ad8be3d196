using System.Globalization;
using DocMigrate.History;
using Shop.Demo;

namespace Polyglot.Demo;

/// <summary>Takes tables in SQLite and documents in MongoDB through one history: there and back, with runs that are killed in between, and to an older commit; and compares every value.</summary>
internal sealed class Tour(ShopFiles files, MongoCatalog catalog, int count, Screen screen)
{
    private const string Start = "0001_initial";
    private const string Middle = "0002_names_and_currency";
    private const string End = "0004_prices_and_stock";
    private const int ShownDifferences = 5;

    private bool _held = true;

    /// <summary>Runs it.</summary>
    /// <returns>Whether every comparison held.</returns>
    public static async Task<bool> RunAsync(TourOptions options, Screen screen, CancellationToken cancellationToken)
    {
        using var files = ShopFiles.Create(folder: null);
        await using var catalog = await MongoCatalog.OpenAsync(options.Server, cancellationToken);
        return await new Tour(files, catalog, options.Count, screen).RunAsync(cancellationToken);
    }

    private async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var twinFiles = ShopFiles.Create(folder: null);
        var twin = new Twin(twinFiles);
        await MigrateAsync("The shop as it was", Start, cancellationToken);
        await twin.MigrateAsync(Start, cancellationToken);
        await twin.FillAsync(count, cancellationToken);
        await new Seeder(files, catalog, count).FillAsync(cancellationToken);
        var start = await Snapshot.TakeAsync(files, catalog, cancellationToken);
        screen.Good(string.Create(CultureInfo.InvariantCulture, $"{start.Rows:N0} rows in main (SQLite), {start.Documents:N0} documents in catalog (MongoDB)"));
        var middle = await twin.MigrateAsync(Middle, cancellationToken);
        var end = await twin.MigrateAsync(End, cancellationToken);

        await KillAsync("Forth, and killed", End, cancellationToken);
        await MigrateAsync("Forth again", End, cancellationToken);
        await CompareAsync("as in SQLite JSON, where nothing was killed", end, cancellationToken);

        await KillAsync("Back, and killed", Start, cancellationToken);
        await MigrateAsync("Back again", Start, cancellationToken);
        await CompareAsync("as before the first step", start, cancellationToken);

        await MigrateAsync("Forth once more", End, cancellationToken);
        await CompareAsync("as the first time", end, cancellationToken);

        var code = await CodeRepository.CreateAsync(Path.Combine(files.Folder, "code"), cancellationToken);
        await RunAsync($"git checkout main~2, which ends with {Middle}", ["sync", await code.BuildAsync("main~2", cancellationToken)], cancellationToken);
        await CompareAsync($"as after {Middle}", middle, cancellationToken);

        await MigrateAsync("git checkout main", End, cancellationToken);
        await CompareAsync("as the first time", end, cancellationToken);

        screen.Title("The history");
        var applied = await ShowAsync(cancellationToken);
        screen.Line();
        if (_held && applied)
        {
            Console.WriteLine("history: 4 applied in 2 stores, verified");
        }

        return _held && applied;
    }

    private Task MigrateAsync(string title, string target, CancellationToken cancellationToken) => RunAsync(title, ["to", target], cancellationToken);

    private async Task RunAsync(string title, string[] order, CancellationToken cancellationToken)
    {
        screen.Title(title);
        foreach (var line in await Programs.RunAsync(Programs.Dotnet, Command(order), null, cancellationToken))
        {
            screen.Line(line.TrimEnd());
        }
    }

    private async Task KillAsync(string title, string target, CancellationToken cancellationToken)
    {
        screen.Title(title);
        screen.Good(await Programs.KillAsync(Programs.Dotnet, Command([Worker.Waiting, target]), Worker.Waiting, cancellationToken));
        File.Delete(Path.Combine(files.Folder, "pause"));
        if (await ShowAsync(cancellationToken))
        {
            Fail("the killed run had done everything");
        }
    }

    private string[] Command(string[] order) => [typeof(Tour).Assembly.Location, "migrate", .. order, files.Folder];

    private async Task CompareAsync(string what, Snapshot expected, CancellationToken cancellationToken)
    {
        var actual = await Snapshot.TakeAsync(files, catalog, cancellationToken);
        var differences = expected.DifferencesTo(actual).ToList();
        if (differences.Count == 0)
        {
            screen.Good(string.Create(CultureInfo.InvariantCulture, $"{actual.Rows:N0} rows and {actual.Documents:N0} documents are {what}: every value compared"));
            return;
        }

        Fail(string.Create(CultureInfo.InvariantCulture, $"{differences.Count:N0} rows and documents are not {what}"));
        foreach (var difference in differences.Take(ShownDifferences))
        {
            screen.Note(difference);
        }
    }

    private void Fail(string what)
    {
        screen.Bad(what);
        _held = false;
    }

    /// <summary>Shows where each store is.</summary>
    /// <returns>Whether all four migrations are applied in both.</returns>
    private async Task<bool> ShowAsync(CancellationToken cancellationToken)
    {
        await using var migrator = Worker.Open(files.Folder, typeof(Tour).Assembly);
        var migrations = await migrator.ShowAsync(cancellationToken);
        foreach (var migration in migrations)
        {
            var stores = string.Join(", ", migration.Stores.Select(static store => $"{store.Store} {store.Status.ToString().ToLowerInvariant()}"));
            screen.Line($"  [{(migration.Status == MigrationStatus.Applied ? "X" : " ")}] {migration.Module}.{migration.Name,-26} {stores}".TrimEnd());
        }

        return migrations.Count(static migration => migration.Status == MigrationStatus.Applied && migration.Stores.Count == 2) == 4;
    }
}
