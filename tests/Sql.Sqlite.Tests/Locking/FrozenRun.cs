using System.Diagnostics;
using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Sql.Sqlite.Tests.Locking;

/// <summary>A run over two files that stops itself (SIGSTOP) at a moment, as Ctrl-Z or a frozen container does.</summary>
internal static class FrozenRun
{
    public const string Argument = "frozen-run";

    /// <summary>The lock is held, and nothing was written yet.</summary>
    public const string Before = "before";

    /// <summary>After the first migration of three.</summary>
    public const string Between = "between";

    /// <summary>In the second migration's transaction, on the file that does not hold the history.</summary>
    public const string Inside = "inside";

    private static readonly string[] s_names = ["0001_initial", "0002_second", "0003_third"];

    /// <returns>The exit code that the tool would return.</returns>
    public static async Task<int> RunAsync(string folder, string moment)
    {
        try
        {
            await using var migrator = Open(folder);
            await migrator.MigrateAsync(MigrationTarget.Latest, new RunOptions(), new Freezer(moment), CancellationToken.None);
            return (int)ExitCode.Done;
        }
        catch (MigrationException error)
        {
            await Console.Error.WriteLineAsync($"{error.Code}: {error.Message}");
            return (int)error.ExitCode;
        }
    }

    public static Migrator Open(string folder)
    {
        var configuration = new MigrationConfiguration
        {
            BaseDirectory = folder,
            MigrationsDirectory = folder,
            History = "main",
            Stores = [Store("main"), Store("stock")],
        };
        var catalog = MigrationCatalog.FromDefinitions(s_names.Select((name, index) => Migration(name, index == 0 ? null : s_names[index - 1])));
        return Migrator.Create(configuration, catalog, new StoreProviders(new SqliteStoreProvider()));

        // A second is long enough to wait for a transaction that never ends.
        StoreSettings Store(string name) =>
            new() { Name = name, Provider = "sqlite", Connection = $"Data Source={name}.db;Default Timeout=1", BaseDirectory = folder };
    }

    // A migration that is done twice leaves two rows of its name.
    private static MigrationDefinition Migration(string name, string? previous)
    {
        var builder = new MigrationBuilder(new MigrationId("shop", name));
        if (previous is null)
        {
            builder.Sql("main", static sql => sql.CreateTable("done", static t => t.Column("name", static c => c.Text())))
                .Sql("stock", static sql => sql.CreateTable("done", static t => t.Column("name", static c => c.Text())));
        }
        else
        {
            builder.DependsOn(previous);
        }

        return builder.Sql("main", sql => sql.RunSql($"INSERT INTO done VALUES ('{name}')", "SELECT 1"))
            .Sql("stock", sql => sql.RunSql($"INSERT INTO done VALUES ('{name}')", "SELECT 1"))
            .ToDefinition();
    }

    private sealed class Freezer(string moment) : IRunObserver
    {
        private bool _frozen;

        public void OnEvent(RunEvent runEvent)
        {
            var now = runEvent switch
            {
                RunStartedEvent => moment == Before,
                MigrationCompletedEvent => moment == Between,
                OperationStartedEvent { Store: "stock", Migration.Name: "0002_second" } => moment == Inside,
                _ => false,
            };
            if (now && !_frozen)
            {
                _frozen = true;
                using var kill = Process.Start("kill", ["-STOP", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
                kill.WaitForExit();
            }
        }
    }
}
