using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Faults.Oracle;

/// <summary>Reads and fills the databases with plain SQL.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="sameFile">Whether both stores are in one file.</param>
internal sealed class Stores(string folder, bool sameFile)
{
    private const string InsertDocument = "INSERT INTO people (_id, document) VALUES ($1 ->> '_id', jsonb($1))";

    private static readonly string[] s_names = [FaultHistory.Tables, FaultHistory.Documents];

    /// <summary>Puts the input in.</summary>
    public void Fill(Inputs inputs)
    {
        using (var tables = Open(FaultHistory.Tables))
        {
            Insert(tables, "INSERT INTO accounts (id, balance, note, code) SELECT $1 ->> 'id', $1 ->> 'balance', $1 ->> 'note', $1 ->> 'code'", inputs.Rows);
        }

        using var documents = Open(FaultHistory.Documents);
        Insert(documents, InsertDocument, inputs.Documents);
    }

    /// <summary>Makes the collection as an application would, with the documents in it, and nothing else.</summary>
    public void FillFresh(Inputs inputs)
    {
        using var documents = Open(FaultHistory.Documents, "ReadWriteCreate");
        using (var command = documents.CreateCommand())
        {
            command.CommandText = "CREATE TABLE people (seq INTEGER PRIMARY KEY AUTOINCREMENT, _id NOT NULL UNIQUE, document BLOB NOT NULL)";
            command.ExecuteNonQuery();
        }

        Insert(documents, InsertDocument, inputs.Documents);
    }

    /// <summary>Forgets what the ledger says. The journals stay.</summary>
    public void LoseLedger()
    {
        using var history = Open(FaultHistory.Tables);
        using var command = history.CreateCommand();
        command.CommandText = "DELETE FROM _docmigrate_ledger; DELETE FROM _docmigrate_ledger_part; DELETE FROM _docmigrate_event;";
        command.ExecuteNonQuery();
    }

    /// <summary>The rows or documents of a store, in the order of their keys.</summary>
    public IReadOnlyList<JsonObject> Records(string store)
    {
        using var connection = Open(store);
        return store == FaultHistory.Documents
            ? [.. Query(connection, "SELECT json(document) FROM people ORDER BY seq", static row => JsonNode.Parse(row.GetString(0))!.AsObject())]
            : [.. Query(connection, "SELECT * FROM accounts ORDER BY id", RowOf)];
    }

    /// <summary>What the ledger says of each store's part of a migration, and what the store's own journal says.</summary>
    public IReadOnlyList<Claim> Claims()
    {
        var claims = new List<Claim>();
        using (var history = Open(FaultHistory.Tables))
        {
            if (Has(history, "_docmigrate_ledger_part"))
            {
                claims.AddRange(Query(
                    history,
                    "SELECT l.name, p.store, p.status, l.direction FROM _docmigrate_ledger l JOIN _docmigrate_ledger_part p ON p.ledger_position = l.position",
                    static row => new Claim("ledger", NumberOf(row.GetString(0)), row.GetString(1), row.GetString(2))));
            }
        }

        foreach (var store in s_names)
        {
            using var connection = Open(store);
            if (Has(connection, "_docmigrate_journal"))
            {
                claims.AddRange(Query(
                    connection, $"""
                    SELECT name, store, status,
                        direction = 'forward' AND undo IS NULL AND progress ->> 'completed' = 0 AND progress ->> 'inHand' = 0 AND progress ->> 'cursor' IS NULL
                    FROM _docmigrate_journal WHERE store = '{store}'
                    """,
                    static row => new Claim("journal", NumberOf(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetBoolean(3))));
            }
        }

        return claims;
    }

    /// <summary>How often the log says that a migration became applied, by its number.</summary>
    public IReadOnlyDictionary<int, int> TimesApplied()
    {
        using var history = Open(FaultHistory.Tables);
        return Query(
            history, "SELECT name, count(*) FROM _docmigrate_event WHERE store IS NULL AND status = 'applied' GROUP BY name",
            static row => (Number: NumberOf(row.GetString(0)), Times: row.GetInt32(1))).ToDictionary(static line => line.Number, static line => line.Times);
    }

    /// <summary>Everything that is in the databases, history and all.</summary>
    public string Dump()
    {
        var lines = new List<string>();
        foreach (var store in sameFile ? [FaultHistory.Tables] : s_names)
        {
            using var connection = Open(store);
            foreach (var table in Query(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", static row => row.GetString(0)))
            {
                lines.Add($"{store} {table}");
                lines.AddRange(Query(connection, $"SELECT * FROM \"{table}\" ORDER BY 1, 2", static row => RowOf(row).ToJsonString()));
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>A connection to a store's database, that waits for other writers as little as can be.</summary>
    public SqliteConnection Open(string store, string mode = "ReadWrite")
    {
        var connection = new SqliteConnection($"Data Source={StoreFiles.PathOf(folder, store, sameFile)};Pooling=False;Mode={mode};Default Timeout=5");
        connection.Open();
        return connection;
    }

    private static int NumberOf(string migration) => int.Parse(migration.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool Has(SqliteConnection connection, string table) =>
        Query(connection, $"SELECT 1 FROM sqlite_schema WHERE name = '{table}'", static _ => true).Count > 0;

    private static JsonObject RowOf(SqliteDataReader row)
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

    private static void Insert(SqliteConnection connection, string sql, IEnumerable<JsonObject> records)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        var text = command.Parameters.Add("$1", SqliteType.Text);
        foreach (var record in records)
        {
            text.Value = record.ToJsonString(JsonSerializerOptions.Default);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static List<T> Query<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
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
