using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Errors;
using DocMigrate.History;

namespace DocMigrate.Sql.History;

/// <summary>The tables that ledger and journal live in (docs/history-tables.md). What is written with one format is read by all later versions.</summary>
/// <remarks>A change to a table is a line in <see cref="Upgrades"/>, never an edit of <see cref="Create"/>: new files go the same way as old ones.</remarks>
public sealed class HistoryTables(IHistoryDatabase database)
{
    private const string MetaTable = "meta";

    private int _ensuredAfterRollbacks = -1;
    private int? _format;

    /// <summary>The format that this version writes.</summary>
    public int Format => Upgrades.Length + 1;

    /// <summary>The database that they are in.</summary>
    internal IHistoryDatabase Database => database;

    internal string Meta { get; } = database.TableOf(MetaTable);

    internal string Ledger { get; } = database.TableOf("ledger");

    internal string Part { get; } = database.TableOf("ledger_part");

    internal string Event { get; } = database.TableOf("event");

    internal string Journal { get; } = database.TableOf("journal");

    /// <summary>What leads from each format to the next: columns with a default, so that every row is kept.</summary>
    private (string Table, string Column)[][] Upgrades { get; } =
    [
        // 1 → 2
        [
            ("ledger", "replaces TEXT NOT NULL DEFAULT '[]'"),
            ("journal", "replaces TEXT NOT NULL DEFAULT '[]'"),
            ("journal", "stores TEXT NOT NULL DEFAULT '[]'"),
            ("journal", "actor TEXT"),
            ("journal", "error TEXT"),
            ("ledger", $"fence {database.Types.Integer} NOT NULL DEFAULT 0"),
            ("journal", $"fence {database.Types.Integer} NOT NULL DEFAULT 0"),
        ],

        // 2 → 3
        [
            ("ledger_part", "pass TEXT NOT NULL DEFAULT '[]'"),
            ("ledger_part", $"late {database.Types.Integer} NOT NULL DEFAULT 0"),
            ("journal", "pass TEXT NOT NULL DEFAULT '[]'"),
        ],
    ];

    private string Create => $"""
        CREATE TABLE {Meta} (
            key {database.Types.Key} NOT NULL PRIMARY KEY,
            value TEXT NOT NULL){database.Types.ByKey};
        CREATE TABLE {Ledger} (
            position {database.Types.Identity},
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
            ledger_position {database.Types.Integer} NOT NULL,
            part {database.Types.Integer} NOT NULL,
            store TEXT NOT NULL,
            status TEXT NOT NULL,
            operations TEXT NOT NULL,
            scanned {database.Types.Integer} NOT NULL,
            changed {database.Types.Integer} NOT NULL,
            quarantined {database.Types.Integer} NOT NULL,
            shadowed {database.Types.Integer} NOT NULL,
            error TEXT,
            PRIMARY KEY (ledger_position, part)){database.Types.ByKey};
        CREATE TABLE {Event} (
            id {database.Types.Identity},
            at TEXT NOT NULL,
            module TEXT NOT NULL,
            name TEXT NOT NULL,
            store TEXT,
            status TEXT NOT NULL,
            direction TEXT NOT NULL,
            actor TEXT NOT NULL,
            detail TEXT);
        CREATE TABLE {Journal} (
            id {database.Types.Identity},
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
    public async Task EnsureAsync(ISqlSession session, CancellationToken cancellationToken)
    {
        // A rollback may have taken the tables away again.
        if (_ensuredAfterRollbacks == database.Rollbacks)
        {
            return;
        }

        if (await ReadFormatAsync(session, cancellationToken) != Format)
        {
            await database.PrepareTablesAsync(session, cancellationToken);
            await BringUpAsync(session, await ReadFormatAsync(session, cancellationToken), cancellationToken);
        }

        _format = Format;
        _ensuredAfterRollbacks = database.Rollbacks;
    }

    /// <summary>Whether the tables are there to be read.</summary>
    /// <exception cref="HistoryException">A newer version of DocMigrate wrote the tables.</exception>
    public async Task<bool> ExistAsync(ISqlSession session, CancellationToken cancellationToken)
    {
        // Another process may change that at any time, but not while this one writes.
        if (database.InTransaction && _ensuredAfterRollbacks == database.Rollbacks)
        {
            return true;
        }

        _format = await ReadFormatAsync(session, cancellationToken);
        return _format is not null;
    }

    /// <summary>A column for a list of columns to read: itself, or what it would be by default where an earlier version made the table.</summary>
    /// <param name="since">The format that brought the column.</param>
    /// <param name="column">The column.</param>
    /// <param name="otherwise">SQL for what it is without the column.</param>
    internal string Since(int since, string column, string otherwise = "NULL") => _format < since ? $"{otherwise} AS {column}" : column;

    /// <summary>What is applied in the ledger or a journal; null when something is half-done.</summary>
    /// <param name="session">Where to look.</param>
    /// <param name="from">The table, and which of its rows.</param>
    /// <param name="values">The parameters of <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task<IReadOnlyList<AppliedMigration>?> AppliedAsync(
        ISqlSession session, string from, IReadOnlyList<object?> values, CancellationToken cancellationToken)
    {
        var halfDone = false;
        var rows = await session.ListAsync(
            "SELECT module, name, hash, status " + from,
            row =>
            {
                var status = HistoryText.Enumeration<MigrationStatus>(row.Text(3));
                halfDone |= status is MigrationStatus.Running or MigrationStatus.Failed;
                return status == MigrationStatus.Applied ? new AppliedMigration(new MigrationId(row.Text(0), row.Text(1)), row.Text(2)) : default;
            },
            values,
            cancellationToken);
        return halfDone ? null : rows.FindAll(static row => row != default);
    }

    /// <summary>Looks, with <paramref name="otherwise"/> where the tables or the database are not there.</summary>
    internal Task<T> ReadAsync<T>(Func<ISqlSession, Task<T>> read, T otherwise, CancellationToken cancellationToken) => database.ReadAsync(
        async session => session is not null && await ExistAsync(session, cancellationToken) ? await read(session) : otherwise, cancellationToken);

    /// <summary>Writes, with the tables made where they were not there.</summary>
    internal Task WriteAsync(Func<ISqlSession, Task> write, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await EnsureAsync(session, cancellationToken);
            await write(session);
        },
        cancellationToken);

    internal async Task<string?> ReadMetaAsync(ISqlSession session, string key, CancellationToken cancellationToken) =>
        (string?)await session.ScalarAsync($"SELECT value FROM {Meta} WHERE key = $1", [key], cancellationToken);

    internal Task WriteMetaAsync(ISqlSession session, string key, string value, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"INSERT INTO {Meta} (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [key, value], cancellationToken);

    private async Task BringUpAsync(ISqlSession session, int? format, CancellationToken cancellationToken)
    {
        if (format == Format)
        {
            return;
        }

        if (format is null)
        {
            await session.ExecuteAsync(Create, [], cancellationToken);
        }

        foreach (var (table, column) in Upgrades.Skip((format ?? 1) - 1).SelectMany(static upgrade => upgrade))
        {
            await session.ExecuteAsync($"ALTER TABLE {database.TableOf(table)} ADD COLUMN {column}", [], cancellationToken);
        }

        await WriteMetaAsync(session, "format", Format.ToString(CultureInfo.InvariantCulture), cancellationToken);
    }

    private async Task<int?> ReadFormatAsync(ISqlSession session, CancellationToken cancellationToken)
    {
        if (!await database.HasTableAsync(session, MetaTable, cancellationToken))
        {
            return null;
        }

        _ensuredAfterRollbacks = -1;
        var text = await ReadMetaAsync(session, "format", cancellationToken);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var format) && format <= Format
            ? format
            : throw new HistoryException(
                SqlErrors.NewerFormat,
                $"The history in '{database.DisplayName}' has format {text}; this version of DocMigrate knows formats up to {Format}.",
                "Update the tool: dotnet tool update DocMigrate.Cli");
    }
}
