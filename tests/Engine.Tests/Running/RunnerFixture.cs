using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Repairing;
using DocMigrate.Engine.Running;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.History;

namespace DocMigrate.Engine.Tests.Running;

/// <summary>A world, a clock, and a new migrator for each thing done, as separate processes would be.</summary>
public abstract class RunnerFixture
{
    protected FakeWorld World { get; } = new();

    protected FakeClock Clock { get; } = new();

    protected RecordingObserver Observer { get; private set; } = new();

    /// <summary>The stores, as <see cref="FakeWorld.Configuration"/> reads them.</summary>
    protected string[] Stores { get; set; } = ["main@one"];

    protected TimeSpan LockTimeout { get; set; } = new RunOptions().LockTimeout;

    protected IReadOnlyList<MigrationDefinition> Migrations { get; set; } = [];

    protected IReadOnlyDictionary<string, int> Data => World.Data;

    protected async Task<RunResult> MigrateAsync(string? module = null, string? name = null, CancellationToken? cancellationToken = null)
    {
        Observer = new RecordingObserver();
        await using var migrator = World.Open(Clock, Migrations, Stores);
        return await migrator.MigrateAsync(
            MigrationTarget.Parse(module, name), new RunOptions { LockTimeout = LockTimeout }, Observer, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    protected Task<TException> FailsAsync<TException>(string? module = null, string? name = null)
        where TException : Exception => Assert.ThrowsAsync<TException>(() => MigrateAsync(module, name));

    /// <summary>Where everything stands: <c>a.1=Applied(main=Applied) ...</c>.</summary>
    protected async Task<string> ShowAsync()
    {
        await using var migrator = World.Open(Clock, Migrations, Stores);
        var shown = await migrator.ShowAsync(TestContext.Current.CancellationToken);
        return string.Join(' ', shown.Select(static migration =>
            $"{migration.Module}.{migration.Name}={migration.Status}({string.Join(",", migration.Stores.Select(static store => $"{store.Store}={store.Status}"))})"));
    }

    protected async Task<RepairReport> RepairAsync(string? store = null, bool accept = false, bool dryRun = false)
    {
        await using var migrator = World.Open(Clock, RepairsWithoutCode ? [] : Migrations, Stores);
        return await migrator.RepairAsync(
            new RepairOptions { Store = store, Accept = accept, DryRun = dryRun }, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Whether repairs see no migrations at all.</summary>
    protected bool RepairsWithoutCode { get; set; } = true;

    protected FakeDatabase Database(string key) => World[key];

    protected LedgerEntry Entry(string id, string database = "one") =>
        Database(database).Content.Ledger.Single(entry => entry.Migration == Define.Id(id));

    protected string[] Log(params string[] beginnings) =>
        [.. World.Log.Where(line => beginnings.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal)))];
}
