using DocMigrate.Backends;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Specification.Harness;
using DocMigrate.Sql.Sqlite.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Tests.History;

/// <summary>Tables that other versions of DocMigrate made, and tables under other names.</summary>
public sealed class FormatTests : IAsyncDisposable
{
    /// <summary>What the first version made and wrote. Never to be changed.</summary>
    private const string Format1 = """
        CREATE TABLE _docmigrate_meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO _docmigrate_meta (key, value) VALUES ('format', '1'), ('database_id', 'd'), ('store_id:main', 'm');
        CREATE TABLE _docmigrate_ledger (
            position INTEGER PRIMARY KEY, module TEXT NOT NULL, name TEXT NOT NULL, dependencies TEXT NOT NULL, hash TEXT NOT NULL, status TEXT NOT NULL,
            direction TEXT NOT NULL, started_at TEXT NOT NULL, applied_at TEXT, actor TEXT NOT NULL, tool_version TEXT NOT NULL, UNIQUE (module, name));
        INSERT INTO _docmigrate_ledger VALUES
            (1, 'shop', '0001_a', '[]', 'v1:x', 'applied', 'forward', '2026-11-22T12:00:00.0000000Z', '2026-11-22T12:00:01.0000000Z', 'ada@host', '0.1.0');
        CREATE TABLE _docmigrate_ledger_part (
            ledger_position INTEGER NOT NULL, part INTEGER NOT NULL, store TEXT NOT NULL, status TEXT NOT NULL, operations TEXT NOT NULL,
            scanned INTEGER NOT NULL, changed INTEGER NOT NULL, quarantined INTEGER NOT NULL, shadowed INTEGER NOT NULL, error TEXT,
            PRIMARY KEY (ledger_position, part)) WITHOUT ROWID;
        INSERT INTO _docmigrate_ledger_part VALUES (1, 0, 'main', 'applied', '[{"kind":"runSql"}]', 0, 0, 0, 0, NULL);
        CREATE TABLE _docmigrate_event (
            id INTEGER PRIMARY KEY, at TEXT NOT NULL, module TEXT NOT NULL, name TEXT NOT NULL, store TEXT, status TEXT NOT NULL, direction TEXT NOT NULL,
            actor TEXT NOT NULL, detail TEXT);
        CREATE TABLE _docmigrate_journal (
            id INTEGER PRIMARY KEY, store TEXT NOT NULL, module TEXT NOT NULL, name TEXT NOT NULL, dependencies TEXT NOT NULL, hash TEXT NOT NULL,
            direction TEXT NOT NULL, status TEXT NOT NULL, operations TEXT NOT NULL, progress TEXT NOT NULL, undo TEXT, started_at TEXT NOT NULL,
            updated_at TEXT NOT NULL, tool_version TEXT NOT NULL, UNIQUE (store, module, name));
        INSERT INTO _docmigrate_journal VALUES
            (1, 'main', 'shop', '0001_a', '[]', 'v1:x', 'forward', 'applied', '[{"kind":"runSql"}]', '{"completed":1}', NULL,
             '2026-11-22T12:00:00.0000000Z', '2026-11-22T12:00:01.0000000Z', '0.1.0');
        """;

    private readonly TempFolder _folder = new();
    private readonly Databases _databases = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_first_version_wrote_is_read_and_left_as_it_is_by_reading()
    {
        Execute(Format1);
        var before = await File.ReadAllBytesAsync(_folder.File("h.db"), Token);
        var database = Open();

        var entry = Assert.Single(await database.Ledger.ReadAsync(Token));
        var journal = Assert.Single(await database.Journal.ReadAsync("main", Token));

        Assert.Equal((1, 0, MigrationStatus.Applied), (entry.Order, entry.Fence, entry.Status));
        Assert.Empty(journal.Stores);
        Assert.Null(journal.Actor);
        Assert.Equal(new StoreIdentity("main", "m", null), await database.Journal.ReadIdentityAsync("main", Token));
        Assert.Null(await database.Ledger.ReadIdentityAsync(Token));
        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.File("h.db"), Token));
    }

    [Fact]
    public async Task The_first_write_adds_what_its_tables_lack_and_keeps_every_row()
    {
        Execute(Format1);
        var database = Open();
        var read = await database.Ledger.ReadAsync(Token);

        await database.Journal.WriteAsync(Entries.Journal("0002_b"), Token);
        await database.Ledger.WriteAsync(Entries.Ledger("0002_b"), Token);

        var again = Open();
        Assert.Equal(["0001_a", "0002_b"], (await again.Journal.ReadAsync("main", Token)).Select(static entry => entry.Migration.Name));
        Assert.Equal(read[0], (await again.Ledger.ReadAsync(Token))[0]);
        Assert.Equal(Entries.Journal("0002_b").Brief(), (await again.Journal.ReadAsync("main", Token))[1]);
        Assert.Equal("[{\"kind\":\"runSql\"}]", (await again.Ledger.ReadOperationsAsync(read[0].Migration, Token))["main"]);
        Assert.Equal("3", Text("SELECT value FROM _docmigrate_meta WHERE key = 'format'"));
    }

    [Fact]
    public async Task An_upgrade_that_is_rolled_back_is_done_by_the_next_write()
    {
        Execute(Format1);
        var database = Open();
        await database.BeginAsync(Token);
        await database.Journal.WriteAsync(Entries.Journal("0002_b"), Token);
        await database.RollbackAsync(Token);
        Assert.Equal("1", Text("SELECT value FROM _docmigrate_meta WHERE key = 'format'"));

        await database.Journal.WriteAsync(Entries.Journal("0002_b"), Token);

        Assert.Equal(2, (await database.Journal.ReadAsync("main", Token)).Count);
    }

    [Fact]
    public async Task A_history_of_a_newer_version_is_left_alone()
    {
        var database = Open();
        await database.Journal.WriteAsync(Entries.Journal("a"), Token);
        Execute("UPDATE _docmigrate_meta SET value = '99' WHERE key = 'format'");

        Assert.Equal("DM6012", (await Assert.ThrowsAsync<HistoryException>(() => database.Ledger.ReadAsync(Token))).Code.Value);
        Assert.Equal("DM6012", (await Assert.ThrowsAsync<HistoryException>(() => database.Ledger.WriteAsync(Entries.Ledger("a"), Token))).Code.Value);
        Assert.Equal("DM6012", (await Assert.ThrowsAsync<HistoryException>(() => Open().Journal.WriteAsync(Entries.Journal("b"), Token))).Code.Value);
    }

    [Fact]
    public async Task Two_projects_in_one_file_do_not_see_each_other_s_history()
    {
        var (ours, theirs) = (Open("_ours_"), Open("_theirs_"));
        await ours.Ledger.WriteAsync(Entries.Ledger("0001_a"), Token);
        await ours.Journal.WriteIdentityAsync(new StoreIdentity("main", "1", "h"), Token);
        await theirs.Journal.WriteAsync(Entries.Journal("0001_a"), Token);

        Assert.Empty(await theirs.Ledger.ReadAsync(Token));
        Assert.Null(await theirs.Journal.ReadIdentityAsync("main", Token));
        Assert.Empty(await ours.Journal.ReadAsync("main", Token));
        Assert.Equal("", Text("SELECT coalesce(group_concat(name), '') FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_ours\\_%' ESCAPE '\\' AND name NOT LIKE '\\_theirs\\_%' ESCAPE '\\'"));
    }

    [Theory]
    [InlineData("sqlite_x", "DM6031")]
    [InlineData("a;b", "DM6031")]
    public void A_prefix_that_SQLite_does_not_take_is_refused(string prefix, string code) =>
        Assert.Equal(code, Assert.Throws<ConfigurationException>(() => Open(prefix)).Code.Value);

    [Fact]
    public void A_schema_is_refused()
    {
        var settings = SqliteProcess.Settings("Data Source=h.db", _folder.Path) with { Tables = new TableNaming { Schema = "ops" } };

        Assert.Equal("DM6030", Assert.Throws<ConfigurationException>(() => SqliteDatabase.Resolve(settings, new Databases())).Code.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await _databases.DisposeAsync();
        _folder.Dispose();
    }

    private SqliteDatabase Open(string prefix = TableNaming.DefaultPrefix) => SqliteDatabase.Resolve(
        SqliteProcess.Settings("Data Source=h.db", _folder.Path) with { Tables = new TableNaming { Prefix = prefix } }, new Databases());

    private void Execute(string sql) => Text(sql);

    private string? Text(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("h.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }
}
