using DocMigrate.Backends;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>The tables in which this store keeps what operations take away, and lists what they could not convert.</summary>
/// <param name="connection">The connection that they are reached by.</param>
/// <param name="naming">How they are named.</param>
internal sealed class KeptTables(SqliteConnection connection, TableNaming naming)
{
    private const int MostForgotten = 100_000;

    public SqliteConnection Connection { get; } = connection;

    public string Sets { get; } = naming.Of("shadow_set");

    public string Shadow { get; } = naming.Of("shadow");

    public string Quarantine { get; } = naming.Of("quarantine");

    public string Snapshot { get; } = naming.Of("snapshot");

    private string Schema => $"""
        CREATE TABLE IF NOT EXISTS {Sets} (
          id INTEGER PRIMARY KEY,
          store TEXT NOT NULL,
          module TEXT NOT NULL,
          name TEXT NOT NULL,
          operation INTEGER NOT NULL,
          direction TEXT NOT NULL,
          aside_table TEXT,
          aside_indexes TEXT,
          UNIQUE (store, module, name, operation, direction));
        CREATE TABLE IF NOT EXISTS {Shadow} (
          set_id INTEGER NOT NULL,
          document NOT NULL,
          path TEXT NOT NULL,
          taken TEXT,
          put_hash TEXT,
          PRIMARY KEY (set_id, document, path)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS {Quarantine} (
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
        CREATE TABLE IF NOT EXISTS {Snapshot} (
          pass TEXT NOT NULL,
          document NOT NULL,
          PRIMARY KEY (pass, document)) WITHOUT ROWID;
        """;

    /// <summary>The table that a dropped collection is moved to.</summary>
    public string Aside(long set, string collection) => naming.Of($"aside_{set}_{collection}");

    public Task CreateAsync(CancellationToken cancellationToken) => Connection.ExecuteAsync(Schema, cancellationToken);

    /// <summary>Forgets which documents were there when a pass began, so many as take no long time.</summary>
    /// <returns>Whether none is left.</returns>
    public async Task<bool> ForgetAsync(string snapshot, CancellationToken cancellationToken) => await Connection.ExecuteAsync(
        $"DELETE FROM {Snapshot} WHERE (pass, document) IN (SELECT pass, document FROM {Snapshot} WHERE pass = $1 LIMIT {MostForgotten})",
        cancellationToken,
        snapshot) < MostForgotten;

    public async Task<bool> ExistAsync(CancellationToken cancellationToken) =>
        await Connection.CountAsync("SELECT count(*) FROM sqlite_schema WHERE name = $1", cancellationToken, Quarantine) > 0;
}
