using DocMigrate.Backends;
using DocMigrate.Document.Values;
using DocMigrate.Operations;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite;
using DocMigrate.State;
using Microsoft.Data.Sqlite;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Harness;

/// <summary>A store in a file of its own, and a runner of single steps: what the engine's runner does, without ledger and journal.</summary>
internal sealed class JsonStore : IAsyncDisposable
{
    private readonly string _folder = TemporaryFolder();
    private readonly List<(MigrationId Id, ValueList<MigrationOperation> Operations, IStoreState? Before)> _migrations = [];
    private SqliteDatabase _database;
    private IStoreState? _state;

    private readonly TimeProvider _time;

    /// <param name="time">The clock; null for the system's.</param>
    public JsonStore(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        (_database, Backend) = Open();
    }

    public SqliteJsonBackend Backend { get; private set; }

    public RecordingObserver Observer { get; } = new();

    public string File => Path.Combine(_folder, "store.db");

    /// <summary>Is called at each checkpoint, before it commits.</summary>
    public Action<StepProgress>? AtCheckpoint { get; set; }

    /// <summary>Is called between preflight and execution, when other programs may write.</summary>
    public Func<Task>? AfterPreflight { get; set; }

    public StepProgress? LastCheckpoint { get; private set; }

    public CancellationToken Cancellation { get; set; } = TestContext.Current.CancellationToken;

    /// <summary>Makes the collection and fills it, outside of any migration.</summary>
    public async Task FillAsync(string collection, IEnumerable<string> documents, bool binary = true)
    {
        await using var connection = await ConnectAsync();
        await using var transaction = connection.BeginTransaction();
        await using var command = connection.CreateCommand();
        command.CommandText = binary ? CollectionTable.Create(collection) : CollectionTable.Create(collection).Replace("BLOB", "TEXT", StringComparison.Ordinal);
        await command.ExecuteNonQueryAsync();
        command.CommandText = $"INSERT INTO \"{collection}\" (_id, document) VALUES ($text ->> '$._id', {(binary ? "jsonb" : "json")}($text))";
        var text = command.Parameters.Add("$text", SqliteType.Text);
        foreach (var document in documents)
        {
            text.Value = document;
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    public async Task<List<JObject>> DocumentsAsync(string collection) => [.. (await TextsAsync(collection)).Select(static text => DocumentReader.Read(text))];

    public async Task<List<string>> TextsAsync(string collection) =>
        await QueryAsync($"SELECT json(document) FROM \"{collection}\" ORDER BY seq", static row => row.GetString(0));

    public async Task<List<T>> QueryAsync<T>(string sql, Func<SqliteDataReader, T> read)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Runs a statement as another program would.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Puts another document in the place of the one with that <c>_id</c>.</summary>
    public Task EditAsync(string collection, int id, string document) =>
        ExecuteAsync($"UPDATE \"{collection}\" SET document = jsonb('{document.Replace("'", "''", StringComparison.Ordinal)}') WHERE _id = {id}");

    public Task<List<string>> QuarantinedAsync() =>
        QueryAsync("SELECT document || ': ' || reason FROM _docmigrate_quarantine ORDER BY document", static row => row.GetString(0));

    /// <summary>Applies operations as a migration of their own.</summary>
    public async Task<StepCounts> ApplyAsync(params MigrationOperation[] operations)
    {
        var id = new MigrationId("test", $"{_migrations.Count + 1:0000}_m");
        var before = _state;
        _migrations.Add((id, operations.ToValueList(), before));
        foreach (var operation in operations)
        {
            _state = operation.Apply(_state);
        }

        return await RunAsync(Step(_migrations[^1], Direction.Forward), null, null);
    }

    /// <summary>Undoes the last migration.</summary>
    /// <param name="undo">How far the way here got; null when it was finished.</param>
    /// <param name="resume">How far an earlier way back got; null when it begins.</param>
    public async Task<StepCounts> RevertAsync(StepProgress? undo = null, StepProgress? resume = null)
    {
        var last = _migrations[^1];
        var counts = await RunAsync(Step(last, Direction.Backward), resume, undo);
        _migrations.RemoveAt(_migrations.Count - 1);
        _state = last.Before;
        return counts;
    }

    /// <summary>Goes on with the last migration where a checkpoint was.</summary>
    public Task<StepCounts> ResumeAsync(StepProgress progress) => RunAsync(Step(_migrations[^1], Direction.Forward), progress, null);

    public PlanStep LastStep(Direction direction) => Step(_migrations[^1], direction);

    /// <summary>A step of operations on a store that nothing is known of.</summary>
    public static PlanStep Step(Direction direction, params MigrationOperation[] operations) =>
        Step((new MigrationId("test", "0001_m"), operations.ToValueList(), null), direction);

    /// <summary>Closes the database as the end of the process would.</summary>
    public async Task ReopenAsync()
    {
        await _database.DisposeAsync();
        (_database, Backend) = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>In memory where the system has such a place: what the tests ask is not whether the disk is fast.</summary>
    private static string TemporaryFolder() => Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/docmigrate-json-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("docmigrate-json").FullName;

    private (SqliteDatabase Database, SqliteJsonBackend Backend) Open()
    {
        var settings = new StoreSettings { Name = "docs", Provider = "sqlite-json", Connection = $"Data Source={File}", BaseDirectory = _folder };
        var database = SqliteDatabase.Resolve(settings, new Databases());
        return (database, new SqliteJsonBackend("docs", DocumentStoreKind.Instance, database, _time));
    }

    private async Task<StepCounts> RunAsync(PlanStep step, StepProgress? resume, StepProgress? undo)
    {
        await Backend.PreflightAsync([step], Observer, Cancellation);
        if (AfterPreflight is not null)
        {
            await AfterPreflight();
        }

        await _database.BeginAsync(Cancellation);
        try
        {
            var context = new StepContext(step, Observer, async (progress, token) =>
            {
                AtCheckpoint?.Invoke(progress);
                LastCheckpoint = progress;
                await _database.CommitAsync(CancellationToken.None);
                await _database.BeginAsync(token);
            })
            {
                Resume = resume,
                Undo = undo,
            };
            var counts = await Backend.ExecuteAsync(context, Cancellation);
            await _database.CommitAsync(CancellationToken.None);
            return counts;
        }
        catch
        {
            await _database.RollbackAsync(CancellationToken.None);
            throw;
        }
    }

    private static PlanStep Step((MigrationId Id, ValueList<MigrationOperation> Operations, IStoreState? Before) migration, Direction direction)
    {
        var planned = new List<PlannedOperation>();
        var state = migration.Before;
        for (var i = 0; i < migration.Operations.Count; i++)
        {
            var operation = migration.Operations[i];
            var after = operation.Apply(state);
            planned.Add(new PlannedOperation
            {
                Index = i,
                Authored = operation,
                Effective = direction == Direction.Forward ? operation : operation.Reverse(state),
                Before = direction == Direction.Forward ? state : after,
                After = direction == Direction.Forward ? after : state,
                Loss = operation.Loss(direction),
            });
            state = after;
        }

        if (direction == Direction.Backward)
        {
            planned.Reverse();
        }

        return new PlanStep { Migration = migration.Id, Store = "docs", Direction = direction, Operations = planned.ToValueList() };
    }
}
