using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.History;

/// <summary>The tables that ledger and journal live in (docs/history-tables.md). What is written with one format is read by all later versions.</summary>
/// <remarks>A change to a table is a line in <see cref="Upgrades"/>, never an edit of <see cref="Create"/>: new files go the same way as old ones.</remarks>
internal sealed class HistoryTables(SqliteDatabase database, TableNaming naming)
{
    /// <summary>The format that this version writes.</summary>
    public static int Format => Upgrades.Length + 1;

    public string Meta { get; } = naming.Of("meta");

    public string Ledger { get; } = naming.Of("ledger");

    public string Part { get; } = naming.Of("ledger_part");

    public string Event { get; } = naming.Of("event");

    public string Journal { get; } = naming.Of("journal");

    private int _ensuredAfterRollbacks = -1;
    private int? _format;

    /// <summary>What leads from each format to the next: statements that keep every row, so adding columns with a default.</summary>
    private string[][] Statements => [.. Upgrades.Select(upgrade => upgrade.Select(change =>
        $"ALTER TABLE {naming.Of(change.Table)} ADD COLUMN {change.Column}").ToArray())];

    private static (string Table, string Column)[][] Upgrades { get; } =
    [
        // 1 → 2
        [
            ("ledger", "replaces TEXT NOT NULL DEFAULT '[]'"),
            ("journal", "replaces TEXT NOT NULL DEFAULT '[]'"),
            ("journal", "stores TEXT NOT NULL DEFAULT '[]'"),
            ("journal", "actor TEXT"),
            ("journal", "error TEXT"),
            ("ledger", "fence INTEGER NOT NULL DEFAULT 0"),
            ("journal", "fence INTEGER NOT NULL DEFAULT 0"),
        ],

        // 2 → 3
        [
            ("ledger_part", "pass TEXT NOT NULL DEFAULT '[]'"),
            ("journal", "pass TEXT NOT NULL DEFAULT '[]'"),
        ],
    ];

    private string Create => $"""
        CREATE TABLE {Meta} (
            key TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE {Ledger} (
            position INTEGER PRIMARY KEY,
            module TEXT NOT NULL,
            name TEXT NOT NULL,
            dependencies TEXT NOT NULL,
            hash TEXT NOT NULL,
            status TEXT NOT NULL,
            direction TEXT NOT NULL,
            started_at TEXT NOT NULL,
            applied_at TEXT,
            actor TEXT NOT NULL,
            tool_version TEXT NOT NULL,
            UNIQUE (module, name));
        CREATE TABLE {Part} (
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
        CREATE TABLE {Event} (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            module TEXT NOT NULL,
            name TEXT NOT NULL,
            store TEXT,
            status TEXT NOT NULL,
            direction TEXT NOT NULL,
            actor TEXT NOT NULL,
            detail TEXT);
        CREATE TABLE {Journal} (
            id INTEGER PRIMARY KEY,
            store TEXT NOT NULL,
            module TEXT NOT NULL,
            name TEXT NOT NULL,
            dependencies TEXT NOT NULL,
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
        INSERT INTO {Meta} (key, value) VALUES ('format', '1');
        """;

    /// <summary>Makes what is not there, and adds what an earlier version's tables lack. Called before every write: looks once, and again after a rollback.</summary>
    /// <exception cref="HistoryException">A newer version of DocMigrate wrote the tables.</exception>
    public async Task EnsureAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        // A rollback may have taken the tables away again.
        if (_ensuredAfterRollbacks == database.Rollbacks)
        {
            return;
        }

        var format = await ReadFormatAsync(connection, cancellationToken);
        if (format is null)
        {
            await connection.ExecuteAsync(Create, cancellationToken);
        }

        if (format != Format)
        {
            foreach (var statement in Statements.Skip((format ?? 1) - 1).SelectMany(static statements => statements))
            {
                await connection.ExecuteAsync(statement, cancellationToken);
            }

            await WriteMetaAsync(connection, "format", Format.ToString(CultureInfo.InvariantCulture), cancellationToken);
        }

        _format = Format;
        _ensuredAfterRollbacks = database.Rollbacks;
    }

    /// <summary>Whether the tables are there to be read.</summary>
    /// <exception cref="HistoryException">A newer version of DocMigrate wrote the tables.</exception>
    public async Task<bool> ExistAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        // Another process may change that at any time, but not while this one writes.
        if (database.InTransaction && _ensuredAfterRollbacks == database.Rollbacks)
        {
            return true;
        }

        _format = await ReadFormatAsync(connection, cancellationToken);
        return _format is not null;
    }

    /// <summary>A column for a list of columns to read: itself, or what it would be by default where an earlier version made the table.</summary>
    /// <param name="since">The format that brought the column.</param>
    /// <param name="column">The column.</param>
    /// <param name="otherwise">SQL for what it is without the column.</param>
    public string Since(int since, string column, string otherwise = "NULL") => _format < since ? $"{otherwise} AS {column}" : column;

    /// <summary>What is applied in the ledger or a journal; null when something is half-done.</summary>
    /// <param name="connection">Where to look.</param>
    /// <param name="from">The table, and which of its rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="values">The parameters of <paramref name="from"/>.</param>
    public static async Task<IReadOnlyList<AppliedMigration>?> AppliedAsync(
        SqliteConnection connection, string from, CancellationToken cancellationToken, params object?[] values)
    {
        var halfDone = false;
        var rows = await connection.ListAsync(
            "SELECT module, name, hash, status " + from,
            row =>
            {
                var status = HistoryText.Enumeration<MigrationStatus>(row.GetString(3));
                halfDone |= status is MigrationStatus.Running or MigrationStatus.Failed;
                return status == MigrationStatus.Applied ? new AppliedMigration(new MigrationId(row.GetString(0), row.GetString(1)), row.GetString(2)) : default;
            },
            cancellationToken,
            values);
        return halfDone ? null : rows.FindAll(static row => row != default);
    }

    public Task<string?> ReadMetaAsync(SqliteConnection connection, string key, CancellationToken cancellationToken) =>
        connection.TextAsync($"SELECT value FROM {Meta} WHERE key = $1", cancellationToken, key);

    public Task WriteMetaAsync(SqliteConnection connection, string key, string value, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"INSERT INTO {Meta} (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", cancellationToken, key, value);

    private async Task<int?> ReadFormatAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        if (await connection.CountAsync("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1", cancellationToken, Meta) == 0)
        {
            return null;
        }

        _ensuredAfterRollbacks = -1;
        var text = await ReadMetaAsync(connection, "format", cancellationToken);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var format) && format <= Format
            ? format
            : throw new HistoryException(
                SqliteErrors.NewerFormat,
                $"The history in '{database.Path}' has format {text}; this version of DocMigrate knows formats up to {Format}.",
                "Update the tool: dotnet tool update DocMigrate.Cli");
    }
}
