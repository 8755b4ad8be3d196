using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Specification.Harness;
using DocMigrate.Sql.Building;
using DocMigrate.Sql.State;
using DocMigrate.State;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Tests.Harness;

/// <summary>A database file, migrations applied to it through the backend, and an application that uses it meanwhile.</summary>
internal sealed class TableStore : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Databases _databases = new();
    private readonly Stack<(MigrationDefinition Definition, IStoreState? Before)> _applied = [];

    public TableStore(string? copyOf = null)
    {
        if (copyOf is not null)
        {
            System.IO.File.Copy(copyOf, Path);
        }

        Backend = new SqliteStoreProvider().Open(SqliteProcess.Settings("Data Source=shop.db", _folder.Path), _databases);
    }

    public string Path => _folder.File("shop.db");

    public IMigrationBackend Backend { get; }

    public Observer Observer { get; } = new();

    public IStoreState? State { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Preflights and applies a migration.</summary>
    public async Task<StepCounts> ApplyAsync(Action<SqlBuilder> build)
    {
        var builder = new MigrationBuilder(new MigrationId("shop", "m" + (_applied.Count + 1).ToString(CultureInfo.InvariantCulture)));
        return await ApplyAsync(builder.Sql("main", build).ToDefinition());
    }

    public async Task<StepCounts> ApplyAsync(MigrationDefinition definition)
    {
        var (step, after) = Forward(definition);
        await Backend.PreflightAsync([step], Observer, Token);
        var counts = await RunAsync(new StepContext([new StepMember(step)], Observer, static (_, _) => Task.CompletedTask));
        _applied.Push((definition, State));
        State = after;
        return counts;
    }

    /// <summary>Undoes the last migration that is applied.</summary>
    public async Task<MigrationDefinition> RevertAsync()
    {
        var (definition, before) = _applied.Pop();
        await RunAsync(new StepContext([new StepMember(Backward(definition, before))], Observer, static (_, _) => Task.CompletedTask));
        State = before;
        return definition;
    }

    public async Task<StepCounts> RunAsync(StepContext context)
    {
        await Backend.Database.BeginAsync(Token);
        try
        {
            var counts = await Backend.ExecuteAsync(context, Token);
            await Backend.Database.CommitAsync(Token);
            return counts.Single();
        }
        finally
        {
            await Backend.Database.RollbackAsync(Token);
        }
    }

    public (PlanStep Step, IStoreState? After) Forward(MigrationDefinition definition)
    {
        var state = State;
        List<PlannedOperation> operations = [];
        foreach (var operation in definition.OperationsOn("main"))
        {
            var after = Known(operation.Apply(state));
            operations.Add(new PlannedOperation
            {
                Index = operations.Count,
                Authored = operation,
                Effective = operation,
                Before = state,
                After = after,
                Loss = operation.Loss(Direction.Forward),
            });
            state = after;
        }

        return (Step(definition, Direction.Forward, operations), state);
    }

    public PlanStep Backward(MigrationDefinition definition, IStoreState? before)
    {
        List<PlannedOperation> operations = [];
        var state = before;
        foreach (var operation in definition.OperationsOn("main"))
        {
            var after = Known(operation.Apply(state));
            operations.Insert(0, new PlannedOperation
            {
                Index = operations.Count,
                Authored = operation,
                Effective = operation.Reverse(state),
                Before = after,
                After = state,
                Loss = operation.Loss(Direction.Backward),
            });
            state = after;
        }

        return Step(definition, Direction.Backward, operations);
    }

    /// <summary>What an application does, on a connection of its own.</summary>
    public async Task SqlAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>The rows of a query as text, values with their storage class.</summary>
    public async Task<List<string>> RowsAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        return await ReadAsync(connection, sql);
    }

    /// <summary>Everything in the database but what DocMigrate keeps for itself: columns, keys, indexes, triggers, views, rows, rowids.</summary>
    public async Task<List<string>> SnapshotAsync()
    {
        await using var connection = await ConnectAsync();
        List<string> picture = [];
        foreach (var table in await ReadAsync(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_docmigrate%' ESCAPE '\\' AND name NOT LIKE 'sqlite_stat%' ORDER BY name"))
        {
            picture.Add("TABLE " + table);
            picture.AddRange(await ReadAsync(connection, $"SELECT cid, name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo('{table}')"));
            picture.AddRange(await ReadAsync(connection, $"SELECT 'fk', \"table\", \"from\", \"to\", on_delete, on_update FROM pragma_foreign_key_list('{table}') ORDER BY \"from\""));
            picture.AddRange(await ReadAsync(connection, $"SELECT 'list', wr, strict FROM pragma_table_list WHERE name = '{table}'"));
            picture.AddRange((await ReadAsync(connection, $"SELECT * FROM \"{table}\"")).Order(StringComparer.Ordinal));
            var keys = await ReadAsync(connection, $"SELECT 1 FROM pragma_table_list WHERE name = '{table}' AND wr = 0 AND name NOT LIKE 'sqlite%'");
            picture.AddRange(keys.Count == 0 ? [] : await ReadAsync(connection, $"SELECT 'rowid', rowid FROM \"{table}\" ORDER BY rowid"));
        }

        picture.AddRange(await ReadAsync(connection, "SELECT type, name, replace(replace(sql, '\"', ''), char(10), ' ') FROM sqlite_schema WHERE type IN ('index', 'trigger', 'view') AND name NOT LIKE '\\_docmigrate%' ESCAPE '\\' ORDER BY type, name"));
        picture.AddRange(await ReadAsync(connection, "PRAGMA foreign_key_check"));
        picture.AddRange(await ReadAsync(connection, "PRAGMA integrity_check"));
        return picture;
    }

    public async ValueTask DisposeAsync()
    {
        await _databases.DisposeAsync();
        _folder.Dispose();
    }

    private static SqlSchema? Known(IStoreState state) => state.IsEmpty ? null : SqlSchema.Of(state);

    private static PlanStep Step(MigrationDefinition definition, Direction direction, List<PlannedOperation> operations) =>
        new() { Migration = definition.Id, Store = "main", Direction = direction, Operations = operations.ToValueList() };

    private static async Task<List<string>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Token);
        List<string> rows = [];
        while (await reader.ReadAsync(Token))
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => Show(reader.GetValue(i)))));
        }

        return rows;
    }

    private static string Show(object value) => value switch
    {
        DBNull => "null",
        byte[] bytes => "x" + Convert.ToHexString(bytes),
        double number => "r" + number.ToString("R", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    private async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Foreign Keys=True");
        await connection.OpenAsync(Token);
        return connection;
    }
}
