using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>The tables in which this store keeps what operations take away, and lists what they could not convert.</summary>
internal static class KeptTables
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS _docmigrate_shadow_set (
          id INTEGER PRIMARY KEY,
          store TEXT NOT NULL,
          module TEXT NOT NULL,
          name TEXT NOT NULL,
          operation INTEGER NOT NULL,
          direction TEXT NOT NULL,
          aside_table TEXT,
          aside_indexes TEXT,
          UNIQUE (store, module, name, operation, direction));
        CREATE TABLE IF NOT EXISTS _docmigrate_shadow (
          set_id INTEGER NOT NULL,
          document NOT NULL,
          path TEXT NOT NULL,
          taken TEXT,
          put_hash TEXT,
          PRIMARY KEY (set_id, document, path)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS _docmigrate_quarantine (
          store TEXT NOT NULL,
          collection TEXT NOT NULL,
          document NOT NULL,
          module TEXT NOT NULL,
          name TEXT NOT NULL,
          direction TEXT NOT NULL,
          first_operation INTEGER NOT NULL,
          operation INTEGER NOT NULL,
          path TEXT NOT NULL,
          reason TEXT NOT NULL,
          content_hash TEXT NOT NULL,
          at TEXT NOT NULL,
          PRIMARY KEY (store, collection, document)) WITHOUT ROWID;
        """;

    public static Task CreateAsync(SqliteConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Schema, cancellationToken);

    public static async Task<bool> ExistAsync(SqliteConnection connection, CancellationToken cancellationToken) =>
        await connection.CountAsync("SELECT count(*) FROM sqlite_master WHERE name = '_docmigrate_quarantine'", cancellationToken) > 0;
}
