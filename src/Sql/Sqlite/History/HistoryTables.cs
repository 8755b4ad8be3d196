using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.History;

/// <summary>The tables that ledger and journal live in. What is written with one format is read by all later versions.</summary>
internal static class HistoryTables
{
    public const int Format = 1;

    private const string Create = """
        CREATE TABLE IF NOT EXISTS _docmigrate_meta (
            key TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL) WITHOUT ROWID;
        INSERT OR IGNORE INTO _docmigrate_meta (key, value) VALUES ('format', '1'), ('database_id', lower(hex(randomblob(16))));
        CREATE TABLE IF NOT EXISTS _docmigrate_ledger (
            position INTEGER PRIMARY KEY,
            module TEXT NOT NULL,
            name TEXT NOT NULL,
            dependencies TEXT NOT NULL,
            replaces TEXT NOT NULL DEFAULT '[]',
            hash TEXT NOT NULL,
            status TEXT NOT NULL,
            direction TEXT NOT NULL,
            started_at TEXT NOT NULL,
            applied_at TEXT,
            actor TEXT NOT NULL,
            tool_version TEXT NOT NULL,
            UNIQUE (module, name));
        CREATE TABLE IF NOT EXISTS _docmigrate_ledger_part (
            ledger_position INTEGER NOT NULL,
            part INTEGER NOT NULL,
            store TEXT NOT NULL,
            status TEXT NOT NULL,
            operations TEXT NOT NULL,
            scanned INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            quarantined INTEGER NOT NULL,
            shadowed INTEGER NOT NULL,
            error TEXT,
            PRIMARY KEY (ledger_position, part)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS _docmigrate_event (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            module TEXT NOT NULL,
            name TEXT NOT NULL,
            store TEXT,
            status TEXT NOT NULL,
            direction TEXT NOT NULL,
            actor TEXT NOT NULL,
            detail TEXT);
        CREATE TABLE IF NOT EXISTS _docmigrate_journal (
            id INTEGER PRIMARY KEY,
            store TEXT NOT NULL,
            module TEXT NOT NULL,
            name TEXT NOT NULL,
            dependencies TEXT NOT NULL,
            replaces TEXT NOT NULL DEFAULT '[]',
            hash TEXT NOT NULL,
            direction TEXT NOT NULL,
            status TEXT NOT NULL,
            operations TEXT NOT NULL,
            progress TEXT NOT NULL,
            undo TEXT,
            started_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            tool_version TEXT NOT NULL,
            UNIQUE (store, module, name));
        """;

    /// <summary>Makes what is not there.</summary>
    /// <exception cref="HistoryException">A newer version of DocMigrate wrote the tables.</exception>
    public static async Task EnsureAsync(SqliteConnection connection, string path, CancellationToken cancellationToken)
    {
        await CheckFormatAsync(connection, path, cancellationToken);
        await connection.ExecuteAsync(Create, cancellationToken);
    }

    /// <summary>Whether a table is there to be read.</summary>
    /// <exception cref="HistoryException">A newer version of DocMigrate wrote the tables.</exception>
    public static async Task<bool> ExistsAsync(SqliteConnection connection, string table, string path, CancellationToken cancellationToken)
    {
        await CheckFormatAsync(connection, path, cancellationToken);
        return await HasTableAsync(connection, table, cancellationToken);
    }

    private static async Task<bool> HasTableAsync(SqliteConnection connection, string table, CancellationToken cancellationToken) =>
        await connection.CountAsync("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1", cancellationToken, table) > 0;

    private static async Task CheckFormatAsync(SqliteConnection connection, string path, CancellationToken cancellationToken)
    {
        if (!await HasTableAsync(connection, "_docmigrate_meta", cancellationToken))
        {
            return;
        }

        var format = await connection.TextAsync("SELECT value FROM _docmigrate_meta WHERE key = 'format'", cancellationToken);
        if (format is not null && (!int.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > Format))
        {
            throw new HistoryException(
                SqliteErrors.NewerFormat,
                $"The history in '{path}' has format {format}; this version of DocMigrate knows formats up to {Format}.",
                "Update the tool: dotnet tool update DocMigrate.Cli");
        }
    }
}
