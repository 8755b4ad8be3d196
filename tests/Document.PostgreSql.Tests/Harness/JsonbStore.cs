using System.Collections.Concurrent;
using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Document.Values;
using DocMigrate.Tests;
using Newtonsoft.Json.Linq;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Tests.Harness;

/// <summary>A store in a database of its own, which the next one gets emptied.</summary>
internal sealed class JsonbStore : DocumentStoreHarness
{
    private static readonly ConcurrentBag<(string Connection, NpgsqlDataSource Source)> Free = [];

    private static readonly string[] s_attached = ["docs", "plain", "others", "items"];

    private readonly string _connection;
    private readonly string? _attached;
    private readonly NpgsqlDataSource _source;

    private JsonbStore(string connection, NpgsqlDataSource source, string? attached) => (_connection, _source, _attached) = (connection, source, attached);

    /// <summary>Whether documents are inserted as their text is; else in the form that jsonb keeps.</summary>
    public bool StoresAsWritten { get; set; }

    public override IStoreProvider Provider { get; } = new PostgresJsonStoreProvider();

    public override StoreSettings Settings => new()
    {
        Name = Store,
        Provider = Provider.Name,
        Connection = _connection,
        BaseDirectory = AppContext.BaseDirectory,
        Options = _attached is null ? new Dictionary<string, string>() : s_attached.SelectMany(Attach).ToDictionary(),
    };

    /// <summary>What jsonb holds of a value that is written in its form: all but the order of keys; null for a text that it can't hold.</summary>
    public static JToken? Held(JToken value) => JsonbText.CanHold(value) ? Sorted(value) : null;

    /// <param name="postgres">The server.</param>
    /// <param name="attached">The type of a column of somebody else's tables that collections are attached to; null for collections that have tables of their own.</param>
    public static async Task<JsonbStore> OpenAsync(PostgresFixture postgres, string? attached = null)
    {
        var (connection, source) = Free.TryTake(out var used) ? used : await NewAsync(postgres);
        var store = new JsonbStore(connection, source, attached);
        await store.ExecuteAsync("DROP SCHEMA IF EXISTS \"the app\" CASCADE");
        if (attached is not null)
        {
            await store.ExecuteAsync("CREATE SCHEMA \"the app\"; CREATE COLLATION \"the app\".numeric (provider = icu, locale = 'en-u-kn-true')");
        }

        await store.ExecuteAsync("""
            DO $$ DECLARE name text; BEGIN
              FOR name IN SELECT format('%I', relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') LOOP
                EXECUTE 'DROP ' || CASE WHEN EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass(name) AND relkind = 'v') THEN 'VIEW' ELSE 'TABLE' END || ' IF EXISTS ' || name || ' CASCADE';
              END LOOP;
            END $$
            """);
        return store;
    }

    public override async Task FillAsync(string collection, IEnumerable<string> documents)
    {
        await ExecuteAsync(_attached is null ? CollectionTable.Create(collection) : Other(collection));
        await InsertAsync(collection, [.. documents]);
    }

    // The server keeps the last of two equal keys.
    public override bool Takes(string document)
    {
        try
        {
            DocumentReader.Read(document);
            return true;
        }
        catch (Errors.DataException error)
        {
            return error.Code != DocumentErrors.DuplicateKey;
        }
    }

    /// <summary>What is no document of ours is inserted as it is; else in the form that jsonb keeps.</summary>
    public override Task InsertAsync(string collection, params string[] documents) => ExecuteAsync(
        $"INSERT INTO {Table(collection)} ({(_attached is null ? "" : "\"Key\", ")}{Column}) SELECT {(_attached is null ? "" : "text::jsonb ->> '_id', ")}text::{_attached ?? "jsonb"} FROM unnest($1) WITH ORDINALITY AS v(text, place) ORDER BY place", (object)documents.Select(Stored).ToArray());

    public override Task EditAsync(string collection, JToken id, string document) =>
        ExecuteAsync($"UPDATE {Table(collection)} SET {Column} = $1::{_attached ?? "jsonb"} WHERE {Matches("$2")}", Stored(document), Id(id));

    public override Task DeleteAsync(string collection, JToken id) => ExecuteAsync($"DELETE FROM {Table(collection)} WHERE {Matches("$1")}", Id(id));

    public override Task MakeOtherAsync(string name) => ExecuteAsync($"CREATE TABLE \"{name}\" (id bigint PRIMARY KEY, name text)");

    public override Task MakeViewAsync(string name, string collection) => ExecuteAsync($"CREATE VIEW \"{name}\" AS SELECT * FROM \"{collection}\"");

    public override async Task VerifyFormAsync(string collection) => Assert.Equal(
        [_attached ?? "jsonb"],
        await QueryAsync(
            $"SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = to_regclass('{Table(collection)}') AND attname = '{Column.Trim('"')}'", static row => row.GetString(0)));

    public override Task<List<string>> CollectionsAsync() => QueryAsync(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT LIKE '\\_docmigrate\\_%' ORDER BY relname COLLATE \"C\"",
        static row => row.GetString(0));

    public override Task<List<string>> IndexesAsync(string collection) => QueryAsync(
        $"""
        SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = to_regclass('"{collection}"') AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid) ORDER BY c.relname COLLATE "C"
        """,
        static row => row.GetString(0));

    public override Task<List<string>> TextsAsync(string collection) =>
        QueryAsync($"SELECT {Column}::text FROM {Table(collection)} WHERE {Column} IS NOT NULL ORDER BY seq", static row => row.GetString(0));

    public override async Task<string> ContentAsync() => string.Join('\n', await QueryAsync(
        """
        SELECT c.relkind::text || ' ' || c.relname || coalesce(' ' || md5(query_to_xml(format('SELECT * FROM %I ORDER BY 1', c.relname), true, false, '')::text), '')
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S', 'v') ORDER BY 1
        """,
        static row => row.GetString(0)));

    public override async Task<List<string>> QuarantinedAsync() => await HasAsync("_docmigrate_quarantine")
        ? await QueryAsync("SELECT (document::jsonb #>> '{}') || ': ' || reason FROM _docmigrate_quarantine ORDER BY document", static row => row.GetString(0))
        : [];

    public override async Task<long> KeptAsync(Direction direction) => await HasAsync("_docmigrate_shadow") ? (await QueryAsync(
        $"SELECT count(*) FROM _docmigrate_shadow s JOIN _docmigrate_shadow_set g ON g.id = s.set_id WHERE g.direction = '{direction}'",
        static row => row.GetInt64(0)))[0] : 0;

    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Runs a statement as another program would.</summary>
    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = _source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A connection as another program has it.</summary>
    public ValueTask<NpgsqlConnection> ConnectAsync() => _source.OpenConnectionAsync(TestContext.Current.CancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Free.Add((_connection, _source));
    }

    /// <summary>A database, and a pool of connections to it as a program beside DocMigrate has one: asking the server for its types takes longer than most tests, so it stays with the database.</summary>
    private static async Task<(string Connection, NpgsqlDataSource Source)> NewAsync(PostgresFixture postgres)
    {
        var connection = await postgres.NewDatabaseAsync();
        return (connection, NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = true, MaxPoolSize = 5 }));
    }

    private string Column => _attached is null ? "document" : "\"Data\"";

    private string Table(string collection) => _attached is null ? $"\"{collection}\"" : $"\"the app\".\"the {collection}\"";

    private string Matches(string id) => _attached is null ? $"_id = {id}::jsonb" : $"\"Key\" = {id}::jsonb #>> '{{}}'";

    // The collation has texts in the order of the numbers in them: that of the tests' documents.
    private string Other(string collection) =>
        $"CREATE TABLE {Table(collection)} (seq bigint GENERATED ALWAYS AS IDENTITY, \"Key\" varchar(200) COLLATE \"the app\".numeric PRIMARY KEY, \"Data\" {_attached}, key text DEFAULT 'other');"
        + $"INSERT INTO {Table(collection)} (\"Key\") VALUES ('no document')";

    private static IEnumerable<KeyValuePair<string, string>> Attach(string collection) =>
    [
        KeyValuePair.Create($"collections:{collection}:table", $"the app.the {collection}"),
        KeyValuePair.Create($"collections:{collection}:key", "Key"),
        KeyValuePair.Create($"collections:{collection}:document", "Data"),
    ];

    private async Task<bool> HasAsync(string table) => (await QueryAsync($"SELECT to_regclass('{table}') IS NOT NULL", static row => row.GetBoolean(0)))[0];

    private static JToken Sorted(JToken value) => value switch
    {
        JObject inner => new JObject(inner.Properties().OrderBy(static field => field.Name, JsonbKeyOrder.Instance).Select(static field => new JProperty(field.Name, Sorted(field.Value)))),
        JArray array => new JArray(array.Select(Sorted)),
        _ => value,
    };

    // A number that C# code has as a long is no other id than the int that it is in a document.
    private static string Id(JToken id) => id is JValue { Value: long number } ? number.ToString(CultureInfo.InvariantCulture) : JsonbText.Write(id);

    private string Stored(string text)
    {
        if (StoresAsWritten)
        {
            return text;
        }

        try
        {
            return JsonbText.Write(DocumentReader.Read(text));
        }
        catch (Errors.DataException)
        {
            return text;
        }
    }
}
