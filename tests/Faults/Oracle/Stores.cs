using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DocMigrate.Faults.Oracle;

/// <summary>Reads and fills the databases with plain SQL.</summary>
/// <param name="places">Where the databases are.</param>
/// <param name="folder">The folder that stands for them.</param>
/// <param name="files">The folder with the files, where that is another one.</param>
internal sealed class Stores(Places places, string folder, string? files = null)
{
    private const string InsertRow = "INSERT INTO accounts (id, balance, note, code) SELECT $1 ->> 'id', $1 ->> 'balance', $1 ->> 'note', $1 ->> 'code'";
    private const string InsertInFile = "INSERT INTO people (_id, document) VALUES ($1 ->> '_id', jsonb($1))";
    private const string InsertOnServer = "INSERT INTO people (document) VALUES ($1::jsonb)";

    /// <summary>Puts the input in.</summary>
    public void Fill(Inputs inputs)
    {
        foreach (var store in places.Stores)
        {
            if (store.OnMongo)
            {
                Mongo(database => database.FillAsync(inputs.Documents));
                continue;
            }

            using var connection = Open(store);
            Insert(connection, store.HasTables ? InsertRow : store.OnPostgres ? InsertOnServer : InsertInFile, store.HasTables ? inputs.Rows : inputs.Documents);
        }
    }

    /// <summary>Makes the collection in a file as an application would, with the documents in it, and nothing else.</summary>
    public void FillFresh(Inputs inputs)
    {
        using var documents = OpenFile(FaultHistory.Documents, "ReadWriteCreate");
        using (var command = documents.CreateCommand())
        {
            command.CommandText = "CREATE TABLE people (seq INTEGER PRIMARY KEY AUTOINCREMENT, _id NOT NULL UNIQUE, document BLOB NOT NULL)";
            command.ExecuteNonQuery();
        }

        Insert(documents, InsertInFile, inputs.Documents);
    }

    /// <summary>Forgets what the ledger says. The journals stay.</summary>
    public void LoseLedger()
    {
        if (places.Stores[0].OnMongo)
        {
            Mongo(static database => database.LoseLedgerAsync());
            return;
        }

        using var history = Open(places.Stores[0]);
        using var command = history.CreateCommand();
        command.CommandText = "DELETE FROM _docmigrate_ledger; DELETE FROM _docmigrate_ledger_part; DELETE FROM _docmigrate_event;";
        command.ExecuteNonQuery();
    }

    /// <summary>Looks what is there.</summary>
    public Snapshot Read()
    {
        var records = new Dictionary<string, IReadOnlyList<JsonObject>>();
        var claims = new List<Claim>();
        foreach (var store in places.Stores)
        {
            if (store.OnMongo)
            {
                var (documents, said) = Mongo(database => database.ReadAsync(store.Name, store.Name == places.History));
                records.Add(store.Name, documents);
                claims.AddRange(said);
                continue;
            }

            using var connection = Open(store);

            // The server may still be busy with the last wish of a process that died.
            using var moment = store.OnPostgres ? connection.BeginTransaction(IsolationLevel.RepeatableRead) : null;
            records.Add(store.Name, Records(connection, store));
            if (store.Name == places.History && Has(connection, "_docmigrate_ledger_part"))
            {
                claims.AddRange(Query(
                    connection,
                    "SELECT l.name, p.store, p.status FROM _docmigrate_ledger l JOIN _docmigrate_ledger_part p ON p.ledger_position = l.position",
                    static row => new Claim("ledger", NumberOf(row.GetString(0)), row.GetString(1), row.GetString(2))));
            }

            if (Has(connection, "_docmigrate_journal"))
            {
                claims.AddRange(Query(
                    connection, $"SELECT name, store, status, direction, undo, progress FROM _docmigrate_journal WHERE store = '{store.Name}'",
                    static row => new Claim(
                        "journal", NumberOf(row.GetString(0)), row.GetString(1), row.GetString(2),
                        row.GetString(3) == "forward" && row.IsDBNull(4) && IsNothing(JsonNode.Parse(row.GetString(5))!))));
            }
        }

        return new Snapshot(records, claims);
    }

    /// <summary>The rows or documents of a store, in the order of their keys.</summary>
    public IReadOnlyList<JsonObject> Records(string store)
    {
        var use = places.Stores.Single(use => use.Name == store);
        using var connection = Open(use);
        return Records(connection, use);
    }

    /// <summary>How often the log says that a migration became applied, by its number.</summary>
    public IReadOnlyDictionary<int, int> TimesApplied()
    {
        using var history = Open(places.Stores[0]);
        return Query(
            history, "SELECT name, count(*) FROM _docmigrate_event WHERE store IS NULL AND status = 'applied' GROUP BY name",
            static row => (Number: NumberOf(row.GetString(0)), Times: (int)row.GetInt64(1))).ToDictionary(static line => line.Number, static line => line.Times);
    }

    /// <summary>Everything that is in the databases, history and all.</summary>
    public string Dump()
    {
        var lines = new List<string>();
        foreach (var store in places.SameFile ? places.Stores[..1] : places.Stores)
        {
            if (store.OnMongo)
            {
                lines.AddRange(Mongo(static database => database.DumpAsync()));
                continue;
            }

            using var connection = Open(store);
            var tables = store.OnPostgres ? "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1" : "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1";
            foreach (var table in Query(connection, tables, static row => row.GetString(0)))
            {
                lines.Add($"{store.Name} {table}");
                lines.AddRange(store.OnPostgres
                    ? Query(connection, $"SELECT to_jsonb(t)::text FROM \"{table}\" t ORDER BY 1", static row => row.GetString(0))
                    : Query(connection, $"SELECT * FROM \"{table}\" ORDER BY 1, 2", static row => RowOf(row).ToJsonString()));
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>A connection to a store's file, that waits for other writers as little as can be.</summary>
    public SqliteConnection OpenFile(string store, string mode = "ReadWrite")
    {
        var connection = new SqliteConnection($"Data Source={places.FileOf(files ?? folder, store)};Pooling=False;Mode={mode};Default Timeout=5");
        connection.Open();
        return connection;
    }

    // What reads the stores of SQL waits too.
    private T Mongo<T>(Func<MongoBeside, Task<T>> work) => MongoAsync(work).GetAwaiter().GetResult();

    private void Mongo(Func<MongoBeside, Task> work) => Mongo(async database =>
    {
        await work(database);
        return true;
    });

    private async Task<T> MongoAsync<T>(Func<MongoBeside, Task<T>> work)
    {
        await using var database = places.MongoBeside(folder);
        return await work(database);
    }

    private DbConnection Open(StoreUse store)
    {
        if (!store.OnPostgres)
        {
            return OpenFile(store.Name);
        }

        var connection = new NpgsqlConnection(places.ServerConnection(folder));
        connection.Open();
        return connection;
    }

    private static List<JsonObject> Records(DbConnection connection, StoreUse store) => store.HasTables
        ? Query(connection, "SELECT * FROM accounts ORDER BY id", RowOf)
        : Query(connection, $"SELECT {(store.OnPostgres ? "document::text" : "json(document)")} FROM people ORDER BY seq", static row => JsonNode.Parse(row.GetString(0))!.AsObject());

    public static bool IsNothing(JsonNode progress) => (long)progress["completed"]! == 0 && (long)progress["inHand"]! == 0 && progress["cursor"] is null;

    public static int NumberOf(string migration) => int.Parse(migration.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool Has(DbConnection connection, string table) => Query(
        connection,
        connection is NpgsqlConnection ? $"SELECT 1 FROM pg_tables WHERE tablename = '{table}'" : $"SELECT 1 FROM sqlite_schema WHERE name = '{table}'",
        static _ => true).Count > 0;

    private static JsonObject RowOf(DbDataReader row)
    {
        var record = new JsonObject();
        for (var i = 0; i < row.FieldCount; i++)
        {
            record[row.GetName(i)] = row.GetValue(i) switch
            {
                long number => JsonValue.Create(number),
                double number => JsonValue.Create(number),
                byte[] bytes => JsonValue.Create(Convert.ToHexString(bytes)),
                string text => JsonValue.Create(text),
                _ => null,
            };
        }

        return record;
    }

    private static void Insert(DbConnection connection, string sql, IEnumerable<JsonObject> records)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        var text = command.CreateParameter();

        // Npgsql takes numbered parameters for those without a name.
        text.ParameterName = connection is NpgsqlConnection ? "" : "$1";
        command.Parameters.Add(text);
        foreach (var record in records)
        {
            text.Value = record.ToJsonString(JsonSerializerOptions.Default);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static List<T> Query<T>(DbConnection connection, string sql, Func<DbDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
