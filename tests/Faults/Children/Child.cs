using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DocMigrate.Backends;
using DocMigrate.Document.MongoDb;
using DocMigrate.Document.PostgreSql;
using DocMigrate.Document.Sqlite;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Repairing;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.Faults.Injection;
using DocMigrate.Locking;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite;

namespace DocMigrate.Faults.Children;

/// <summary>This program as a child process: runs the product, with fault points around its databases.</summary>
internal sealed class Child : IDisposable
{
    private readonly ChildRequest _request;
    private readonly PhaseFile _phase;
    private readonly Injector _injector;
    private readonly ManualResetEventSlim _never = new();
    private int _applied;

    private Child(ChildRequest request)
    {
        _request = request;
        _phase = new PhaseFile(Path.Combine(request.PhaseFolder ?? request.Folder, ChildProcess.PhaseName), create: false);
        _injector = new Injector(request, _phase);
    }

    /// <returns>The exit code: the product's.</returns>
    public static async Task<int> RunAsync(string json)
    {
        using var child = new Child(JsonSerializer.Deserialize<ChildRequest>(json, JsonSerializerOptions.Web)!);
        return await child.RunAsync();
    }

    public void Dispose()
    {
        _phase.Dispose();
        _never.Dispose();
    }

    private async Task<int> RunAsync()
    {
        var watch = Stopwatch.StartNew();
        MigrationException? known = null;
        Exception? unknown = null;
        try
        {
            foreach (var action in _request.Actions)
            {
                await DoAsync(action);
            }
        }
        catch (MigrationException error)
        {
            known = error;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            unknown = error;
        }

        Console.WriteLine(JsonSerializer.Serialize(
            new ChildResult
            {
                Error = known?.Code.Value ?? unknown?.GetType().Name,
                Message = known?.Message ?? unknown?.ToString(),
                Applied = _applied,
                Points = _injector.Counts,
                Seconds = watch.Elapsed.TotalSeconds,
            },
            JsonSerializerOptions.Web));
        return unknown is not null ? 99 : known is null ? 0 : (int)known.ExitCode;
    }

    private async Task DoAsync(string action)
    {
        if (action == "wait")
        {
            // Everything that a start needs is loaded, so that those that wait together start together.
            await using (Open())
            {
            }

            await Console.Out.WriteLineAsync("ready");
            await Console.In.ReadLineAsync();
            return;
        }

        if (action.StartsWith("copy ", StringComparison.Ordinal))
        {
            await _request.Places.CopyAsync(_request.Folder, Path.Combine(_request.Folder, action[5..]));
            return;
        }

        await using var migrator = Open();
        if (action == "unlock")
        {
            var locks = await migrator.LocksAsync(CancellationToken.None);
            await migrator.UnlockAsync([.. locks.Select(static report => report.Holder).OfType<LockHolder>()], CancellationToken.None);
            return;
        }

        if (action == "repair")
        {
            await migrator.RepairAsync(new RepairOptions { LockTimeout = TimeSpan.FromSeconds(_request.LockSeconds) }, _injector, CancellationToken.None);
            return;
        }

        var target = action == "latest"
            ? MigrationTarget.Latest
            : MigrationTarget.To(FaultHistory.Module, FaultHistory.Name(int.Parse(action, CultureInfo.InvariantCulture)));
        var options = new RunOptions
        {
            LockTimeout = TimeSpan.FromSeconds(_request.LockSeconds),
            Passes = new PassOptions { Workers = _request.Workers },
        };
        var result = await migrator.MigrateAsync(target, options, _injector, CancellationToken.None);
        _applied += result.Applied.Count;
    }

    private Migrator Open()
    {
        var configuration = new MigrationConfiguration
        {
            BaseDirectory = _request.Folder,
            MigrationsDirectory = _request.Folder,
            History = _request.Places.History,
            Module = FaultHistory.Module,
            Stores = [.. _request.Places.Stores.Select(Store)],
        };
        var databases = new InnerDatabases(_injector);
        var providers = new StoreProviders(
            new FaultProvider(new SqliteStoreProvider(), databases, _injector, _request),
            new FaultProvider(new SqliteJsonStoreProvider(), databases, _injector, _request),
            new FaultProvider(new PostgresJsonStoreProvider(), databases, _injector, _request),
            new FaultProvider(new MongoStoreProvider(), databases, _injector, _request));
        var clock = _request.ClockHours == 0 ? TimeProvider.System : new JumpingClock(_request.ClockHours);
        return Migrator.Create(configuration, MigrationCatalog.FromDefinitions(Histories.Make(_request.History, _request.Places.Stores, InDocument)), providers, clock);
    }

    private StoreSettings Store(StoreUse store) => new()
    {
        Name = store.Name,
        Provider = store.Provider,
        BaseDirectory = _request.Folder,
        Connection = store.OnMongo ? $"{_request.Places.Mongo}&appName={MongoName}"
            : store.OnPostgres ? _request.Places.ServerConnection(_request.Folder)
            : $"Data Source={_request.Places.FileOf(_request.Folder, store.Name)};Default Timeout={_request.BusySeconds}",
        Options = store.HasTables ? [] : Options(store),
    };

    private string MongoName => _request.Places.MongoDatabaseOf(_request.Folder);

    private Dictionary<string, string> Options(StoreUse store)
    {
        var options = new Dictionary<string, string> { ["chunkSize"] = _request.ChunkSize.ToString(CultureInfo.InvariantCulture) };
        if (store.OnMongo)
        {
            // Who dies keeps the lock until its lease is over.
            (options["database"], options["leaseSeconds"]) = (MongoName, "2");
        }

        return options;
    }

    private void InDocument()
    {
        _injector.Reach(_phase.OpenSteps > 0 ? FaultPoints.InDocument : FaultPoints.InPreflight);
        if (_request.DocumentMilliseconds > 0)
        {
            _never.Wait(_request.DocumentMilliseconds);
        }
    }
}
