using System.Reflection;
using System.Runtime.Loader;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Running;
using DocMigrate.Running;
using Shop.Demo;

namespace Polyglot.Demo;

/// <summary>One run of the migrations, as the tool does it, in a process of its own.</summary>
internal static class Worker
{
    /// <summary>What is printed when a run waits in the middle of its work.</summary>
    public const string Waiting = "halfway";

    /// <summary>Opens both stores.</summary>
    /// <param name="folder">Where the tables are.</param>
    /// <param name="code">What has the migrations.</param>
    public static Migrator Open(string folder, Assembly code) => Migrator.Create(
        new ConfigurationReader().Read(Path.Combine(AppContext.BaseDirectory, "docmigrate.json"), new Dictionary<string, string> { ["main"] = $"Data Source={Path.Combine(folder, "shop.db")}" }),
        MigrationCatalog.FromAssemblies(code),
        StoreProviders.Discover(typeof(Worker).Assembly));

    /// <summary>
    /// <c>to name folder</c>: to that migration. <c>sync assembly folder</c>: to what that assembly knows, also back, as after a checkout. <c>halfway name folder</c>: to the migration,
    /// but waits for ever when the first documents are done.
    /// </summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> order, CancellationToken cancellationToken)
    {
        var printer = new ProgressPrinter(Screen.OfConsole());
        if (order is ["sync", var assembly, var synced])
        {
            await using var older = Open(synced, AssemblyLoadContext.Default.LoadFromAssemblyPath(assembly));
            await older.SyncAsync(MigrationTarget.Latest, options: null, printer, cancellationToken);
            return 0;
        }

        if (order is not [var kind, var name, var folder])
        {
            throw new FormatException(TourOptions.Usage);
        }

        var pause = Path.Combine(folder, "pause");
        var options = kind == Waiting ? new RunOptions { Passes = new PassOptions { PauseFile = pause } } : null;
        IRunObserver observer = kind == Waiting ? new HalfwayObserver(pause) : printer;
        await using var migrator = Open(folder, typeof(Worker).Assembly);
        await migrator.MigrateAsync(MigrationTarget.To("shop", name), options, observer, cancellationToken);
        return 0;
    }
}
