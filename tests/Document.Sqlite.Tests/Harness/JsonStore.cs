using DocMigrate.Backends;
using DocMigrate.Document.Attaching;
using DocMigrate.Sql.Sqlite;
using Microsoft.Data.Sqlite;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Harness;

/// <summary>A store in a file of its own.</summary>
/// <param name="time">The clock; null for the system's.</param>
/// <param name="binary">Whether <see cref="FillAsync(string, IEnumerable{string})"/> makes collections of JSONB; else of text.</param>
/// <param name="attached">Whether collections are attached to tables of somebody else's making, with JSON text in one of the columns.</param>
internal sealed class JsonStore(TimeProvider? time = null, bool binary = true, bool attached = false) : DocumentStoreHarness
{
    private static readonly string[] s_attached = ["docs", "plain", "others", "items"];

    private readonly string _folder = TemporaryFolder();

    public override IStoreProvider Provider { get; } = new SqliteJsonStoreProvider();

    public override StoreSettings Settings => new()
    {
        Name = Store,
        Provider = Provider.Name,
        Connection = $"Data Source={File}",
        BaseDirectory = _folder,
        Options = attached ? s_attached.SelectMany(Attach).ToDictionary() : new Dictionary<string, string>(),
    };

    public string File => Path.Combine(_folder, "store.db");

    public override Task FillAsync(string collection, IEnumerable<string> documents) => FillAsync(collection, documents, binary);

    /// <summary>Makes the collection and fills it, outside of any migration.</summary>
    public async Task FillAsync(string collection, IEnumerable<string> documents, bool binary)
    {
        await using var connection = await ConnectAsync();
        await using var transaction = connection.BeginTransaction();
        await using var command = connection.CreateCommand();
        command.CommandText = attached ? Other(collection) : binary ? CollectionTable.Create(collection) : CollectionTable.Create(collection).Replace("BLOB", "TEXT", StringComparison.Ordinal);
        await command.ExecuteNonQueryAsync();
        await InsertAsync(command, collection, documents, binary);
        await transaction.CommitAsync();
    }

    public override async Task InsertAsync(string collection, params string[] documents)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        await InsertAsync(command, collection, documents, await IsBinaryAsync(collection));
    }

    public override async Task EditAsync(string collection, JToken id, string document)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE {Table(collection)} SET {Column} = {(await IsBinaryAsync(collection) ? "jsonb" : "json")}($text) WHERE {Id} = $id";
        command.Parameters.AddWithValue("$text", document);
        command.Parameters.AddWithValue("$id", ((JValue)id).Value!);
        await command.ExecuteNonQueryAsync();
    }

    public override async Task DeleteAsync(string collection, JToken id)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"DELETE FROM {Table(collection)} WHERE {Id} = $id";
        command.Parameters.AddWithValue("$id", ((JValue)id).Value!);
        await command.ExecuteNonQueryAsync();
    }

    public override Task MakeOtherAsync(string name) => ExecuteAsync($"CREATE TABLE \"{name}\" (id INTEGER PRIMARY KEY, name TEXT)");

    public override Task MakeViewAsync(string name, string collection) => ExecuteAsync($"CREATE VIEW \"{name}\" AS SELECT * FROM \"{collection}\"");

    public override async Task VerifyFormAsync(string collection) => Assert.Equal(
        [binary && !attached ? "blob" : "text"], await QueryAsync($"SELECT DISTINCT typeof({Column}) FROM {Table(collection)} WHERE {Column} IS NOT NULL", static row => row.GetString(0)));

    public override Task<List<string>> CollectionsAsync() => QueryAsync(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_docmigrate\\_%' ESCAPE '\\' ORDER BY name",
        static row => row.GetString(0));

    public override Task<List<string>> IndexesAsync(string collection) => QueryAsync(
        $"SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '{collection}' ORDER BY name", static row => row.GetString(0));

    public override Task<List<string>> TextsAsync(string collection) =>
        QueryAsync($"SELECT {(attached ? Column : "json(document)")} FROM {Table(collection)} WHERE {Column} IS NOT NULL ORDER BY rowid", static row => row.GetString(0));

    // In WAL mode whoever reads makes files beside it, too; they hold nothing once all have closed it.
    public override async Task<string> ContentAsync() => string.Join('\n', Directory.GetFiles(_folder)
        .Select(Path.GetFileName)
        .Where(static name => !name!.EndsWith("-wal", StringComparison.Ordinal) && !name.EndsWith("-shm", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Append(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await System.IO.File.ReadAllBytesAsync(File)))));

    public override async Task<List<string>> QuarantinedAsync() => await HasAsync("_docmigrate_quarantine")
        ? await QueryAsync("SELECT document || ': ' || reason FROM _docmigrate_quarantine ORDER BY document", static row => row.GetString(0))
        : [];

    public override async Task<long> KeptAsync(Direction direction) => await HasAsync("_docmigrate_shadow") ? (await QueryAsync(
        $"SELECT count(*) FROM _docmigrate_shadow s JOIN _docmigrate_shadow_set g ON g.id = s.set_id WHERE g.direction = '{direction}'",
        static row => row.GetInt64(0)))[0] : 0;

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

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases) => time is null
        ? base.Open(settings, databases)
        : new SqliteJsonBackend(settings.Name, DocumentStoreKind.Instance, SqliteDatabase.Resolve(settings, databases), time, new CollectionTables(AttachedCollections.Of(settings, schemas: false)));

    private async Task InsertAsync(SqliteCommand command, string collection, IEnumerable<string> documents, bool binary)
    {
        command.CommandText = $"INSERT INTO {Table(collection)} ({Id}, {Column}) VALUES ($text ->> '$._id', {(attached ? "" : binary ? "jsonb" : "json")}($text))";
        var text = command.Parameters.Add("$text", SqliteType.Text);
        foreach (var document in documents)
        {
            text.Value = document;
            await command.ExecuteNonQueryAsync();
        }
    }

    private string Id => attached ? "key" : "_id";

    /// <summary>A name that the functions around it have, too.</summary>
    private string Column => attached ? "value" : "document";

    private string Table(string collection) => attached ? $"\"the \"\"{collection}\"\"\"" : $"\"{collection}\"";

    private static IEnumerable<KeyValuePair<string, string>> Attach(string collection) =>
    [
        KeyValuePair.Create($"collections:{collection}:table", $"the \"{collection}\""),
        KeyValuePair.Create($"collections:{collection}:key", "key"),
        KeyValuePair.Create($"collections:{collection}:document", "value"),
    ];

    private string Other(string collection) =>
        $"CREATE TABLE {Table(collection)} (type TEXT DEFAULT 'other', key NOT NULL PRIMARY KEY, value TEXT); INSERT INTO {Table(collection)} (key) VALUES ('no document')";

    private async Task<bool> IsBinaryAsync(string collection) =>
        !attached && (await QueryAsync($"SELECT count(*) FROM pragma_table_info('{collection}') WHERE name = 'document' AND type = 'BLOB'", static row => row.GetInt64(0)))[0] == 1;

    private async Task<bool> HasAsync(string table) =>
        (await QueryAsync($"SELECT count(*) FROM sqlite_master WHERE name = '{table}'", static row => row.GetInt64(0)))[0] == 1;

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
}
