using DocMigrate.Backends;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Running;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Engine.Tests.Sqlite;

/// <summary>The whole way on real files: plan, run, fail, resume, go back.</summary>
public sealed class MigratorOnSqliteTests : IDisposable
{
    private static readonly MigrationDefinition s_first = Define("shop.0001_initial", null, static migration => migration
        .Sql("main", static sql => sql
            .CreateTable("orders", static t => t.Column("id", static c => c.Int64().Key()).Column("price", static c => c.Text()))
            .RunSql("INSERT INTO orders VALUES (1, '9.50'), (2, 'free')", "DELETE FROM orders"))
        .Sql("stock", static sql => sql.CreateTable("items", static t => t.Column("id", static c => c.Int64().Key()))));

    private static readonly MigrationDefinition s_second = Define("shop.0002_amount", "0001_initial", static migration => migration
        .Sql("main", static sql => sql.RenameColumn("orders", "price", "amount"))
        .Sql("stock", static sql => sql.AddColumn("items", "name", static c => c.Text())));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docmigrate-");
    private readonly RecordingObserver _observer = new();

    private bool _oneFile;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Goes_forth_back_and_forth_again(bool oneFile)
    {
        _oneFile = oneFile;

        await MigrateAsync(MigrationTarget.Latest);
        Assert.Equal(["1|9.50", "2|free"], Rows("main", "SELECT id || '|' || amount FROM orders ORDER BY id"));

        await MigrateAsync(MigrationTarget.To("shop", "0001"));
        Assert.Equal(["1|9.50", "2|free"], Rows("main", "SELECT id || '|' || price FROM orders ORDER BY id"));

        await MigrateAsync(MigrationTarget.To("shop", "zero"));
        Assert.Empty(Rows("main", "SELECT name FROM sqlite_schema WHERE name IN ('orders', 'items')"));

        var result = await MigrateAsync(MigrationTarget.Latest);
        Assert.Equal(2, result.Applied.Count);
        Assert.Equal(["Applied", "Applied"], await StatusesAsync());
    }

    [Fact]
    public async Task Says_that_it_creates_the_files_and_a_look_creates_none()
    {
        await using (var migrator = Open(s_first))
        {
            await migrator.PlanAsync(MigrationTarget.Latest, TestContext.Current.CancellationToken);
            await migrator.ShowAsync(TestContext.Current.CancellationToken);
            await migrator.HistoryAsync(TestContext.Current.CancellationToken);
            await migrator.CheckAsync(TestContext.Current.CancellationToken);
            await migrator.ScriptAsync(MigrationTarget.Latest, TestContext.Current.CancellationToken);
        }

        Assert.Empty(_folder.GetFileSystemInfos());

        await MigrateAsync(MigrationTarget.Latest);
        Assert.Equal(2, _observer.Warnings.Count(static warning => warning.StartsWith("Creating ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failing_step_leaves_its_own_file_as_it_was_and_both_ways_open()
    {
        await MigrateAsync(MigrationTarget.Latest);
        var broken = Define("shop.0003_broken", "0002_amount", static migration => migration
            .Sql("main", static sql => sql.AddColumn("orders", "note", static c => c.Text()))
            .Sql("stock", static sql => sql.AddColumn("items", "size", static c => c.Int64()).RunSql("SELECT * FROM nowhere", "SELECT 1")));
        await Assert.ThrowsAnyAsync<MigrationException>(() => MigrateAsync(MigrationTarget.Latest, s_first, s_second, broken));
        Assert.Equal(["Applied", "Applied", "Failed"], await StatusesAsync(s_first, s_second, broken));
        Assert.Equal(["note"], Rows("main", "SELECT name FROM pragma_table_info('orders') WHERE name = 'note'"));
        Assert.Empty(Rows("stock", "SELECT name FROM pragma_table_info('items') WHERE name = 'size'"));

        var mended = Define("shop.0003_broken", "0002_amount", static migration => migration
            .Sql("main", static sql => sql.AddColumn("orders", "note", static c => c.Text()))
            .Sql("stock", static sql => sql.AddColumn("items", "size", static c => c.Int64())));
        await MigrateAsync(MigrationTarget.Latest, s_first, s_second, mended);
        Assert.Equal(["Applied", "Applied", "Applied"], await StatusesAsync(s_first, s_second, mended));

        await MigrateAsync(MigrationTarget.To("shop", "0002"), s_first, s_second, mended);
        Assert.Empty(Rows("main", "SELECT name FROM pragma_table_info('orders') WHERE name = 'note'"));
    }

    [Fact]
    public async Task In_one_file_a_failing_step_takes_the_steps_before_it_back_with_it()
    {
        _oneFile = true;
        await MigrateAsync(MigrationTarget.Latest);
        var broken = Define("shop.0003_broken", "0002_amount", static migration => migration
            .Sql("main", static sql => sql.AddColumn("orders", "note", static c => c.Text()))
            .Sql("stock", static sql => sql.RunSql("SELECT * FROM nowhere", "SELECT 1")));

        await Assert.ThrowsAnyAsync<MigrationException>(() => MigrateAsync(MigrationTarget.Latest, s_first, s_second, broken));

        Assert.Empty(Rows("main", "SELECT name FROM pragma_table_info('orders') WHERE name = 'note'"));
        Assert.Contains(_observer.Events, static item => item is StepFailedEvent { Store: "stock", Cancelled: false });
    }

    [Fact]
    public async Task A_store_s_file_that_was_deleted_stops_the_run_and_is_not_made_again()
    {
        await MigrateAsync(MigrationTarget.Latest, s_first);
        SqliteConnection.ClearAllPools();
        File.Delete(PathOf("stock"));

        var error = await Assert.ThrowsAsync<HistoryException>(() => MigrateAsync(MigrationTarget.Latest));

        Assert.Equal("DM3012", error.Code.Value);
        Assert.False(File.Exists(PathOf("stock")));
    }

    [Fact]
    public async Task A_file_that_is_no_database_leaves_the_other_store_untouched()
    {
        await File.WriteAllTextAsync(PathOf("stock"), new string('x', 5000), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<StoreException>(() => MigrateAsync(MigrationTarget.Latest));

        Assert.False(File.Exists(PathOf("main")));
    }

    [Fact]
    public async Task A_killed_run_counts_as_running_and_the_next_one_ends_it()
    {
        await MigrateAsync(MigrationTarget.Latest, s_first);
        // What a process leaves that was killed between the first line in the ledger and the first commit of a step.
        Execute("main", "INSERT INTO _docmigrate_ledger (module, name, dependencies, hash, status, direction, started_at, actor, tool_version) "
            + "SELECT module, '0002_amount', dependencies, hash, 'running', direction, started_at, actor, tool_version FROM _docmigrate_ledger");
        Assert.Equal(["Applied", "Running"], await StatusesAsync());

        await MigrateAsync(MigrationTarget.Latest);

        Assert.Equal(["Applied", "Applied"], await StatusesAsync());
    }

    [Fact]
    public async Task Two_runs_at_once_apply_each_migration_once_and_none_fails()
    {
        var runs = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var migrator = Open(s_first, s_second);
            return await migrator.MigrateAsync(
                MigrationTarget.Latest, new RunOptions { LockTimeout = TimeSpan.FromMinutes(1) }, null, TestContext.Current.CancellationToken);
        }));

        var results = await Task.WhenAll(runs);

        Assert.Equal(2, results.Sum(static result => result.Applied.Count));
        Assert.Equal(["1|9.50", "2|free"], Rows("main", "SELECT id || '|' || amount FROM orders ORDER BY id"));
    }

    private async Task<RunResult> MigrateAsync(MigrationTarget target, params MigrationDefinition[] migrations)
    {
        await using var migrator = Open(migrations);
        return await migrator.MigrateAsync(target, null, _observer, TestContext.Current.CancellationToken);
    }

    private async Task<IEnumerable<string>> StatusesAsync(params MigrationDefinition[] migrations)
    {
        await using var migrator = Open(migrations);
        return (await migrator.ShowAsync(TestContext.Current.CancellationToken)).Select(static migration => migration.Status.ToString());
    }

    private Migrator Open(params MigrationDefinition[] migrations)
    {
        var configuration = new MigrationConfiguration
        {
            BaseDirectory = _folder.FullName,
            MigrationsDirectory = _folder.FullName,
            History = "main",
            Stores = [Store("main"), Store("stock")],
        };
        return Migrator.Create(
            configuration, MigrationCatalog.FromDefinitions(migrations.Length == 0 ? [s_first, s_second] : migrations), new StoreProviders(new SqliteStoreProvider()));
    }

    private StoreSettings Store(string name) =>
        new() { Name = name, Provider = "sqlite", Connection = $"Data Source={PathOf(name)}", BaseDirectory = _folder.FullName };

    private string PathOf(string store) => Path.Combine(_folder.FullName, (_oneFile ? "main" : store) + ".db");

    private string[] Rows(string store, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(store)};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return [.. rows];
    }

    private void Execute(string store, string sql) => Rows(store, sql + " RETURNING ''");

    private static MigrationDefinition Define(string id, string? dependency, Action<MigrationBuilder> build)
    {
        var builder = new MigrationBuilder(MigrationId.Parse(id));
        if (dependency is not null)
        {
            builder.DependsOn(dependency);
        }

        build(builder);
        return builder.ToDefinition();
    }
}
