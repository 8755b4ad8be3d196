using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite.Access;
using DocMigrate.Sql.Sqlite.Parsing;

namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>
/// Makes a table anew from its edited text and moves the rows over (https://www.sqlite.org/lang_altertable.html, section 7), keeping rowids,
/// indexes, triggers, views and the sequence of AUTOINCREMENT.
/// </summary>
internal static class TableRebuild
{
    public const string TemporaryName = "_docmigrate_rebuild";

    /// <summary>Rebuilds a table.</summary>
    /// <param name="session">Has a transaction open and foreign keys off.</param>
    /// <param name="table">The table as it is.</param>
    /// <param name="text">Its new text, under its own name.</param>
    /// <param name="added">The columns that are new, and the expression that each gets from <c>source</c>.</param>
    /// <param name="join">What else the expressions need: a join with <c>source</c>; null when nothing.</param>
    /// <param name="cancellationToken">Stops it between statements.</param>
    /// <returns>The number of rows.</returns>
    public static async Task<long> RunAsync(
        SqlSession session,
        LiveTable table,
        CreateTableText text,
        IReadOnlyDictionary<string, string> added,
        string? join,
        CancellationToken cancellationToken)
    {
        var name = SqliteName.Quote(table.Name);
        var dependants = await ReadDependantsAsync(session, table.Name, cancellationToken);
        var sequence = await SequenceAsync(session, table.Name, cancellationToken);
        await session.RunAsync(text.WithName(TemporaryName), cancellationToken);

        var kept = table.StoredColumns.Where(column => text.DefinitionOf(column) is not null && !added.ContainsKey(column)).ToList();
        var targets = kept.Concat(added.Keys).Select(SqliteName.Quote).ToList();
        var sources = kept.Select(static column => "source." + SqliteName.Quote(column)).Concat(added.Values).ToList();
        if (table.HiddenRowid is { } rowid && !text.Elements.Any(element => element.IsColumn(rowid)))
        {
            // Full-text tables and applications may refer to rows by it.
            targets.Insert(0, rowid);
            sources.Insert(0, "source." + rowid);
        }

        var expected = await session.Connection.CountAsync($"SELECT count(*) FROM {name}", cancellationToken);
        var copied = await session.RunAsync(
            $"INSERT INTO {TemporaryName} ({string.Join(", ", targets)}) SELECT {string.Join(", ", sources)} FROM {name} AS source{(join is null ? "" : " " + join)}",
            cancellationToken);
        if (copied != expected)
        {
            throw new StoreException(
                SqliteErrors.NoRebuild,
                $"Rebuilding table '{table.Name}' would have changed the number of its rows from {expected} to {copied}.",
                "Nothing was changed. Please report this, with the table's CREATE TABLE.");
        }

        // With the newer behaviour the rename would fail on every view and trigger that names the table, which is not there at this moment;
        // and it would turn references of other tables to the temporary name.
        await session.RunAsync("PRAGMA legacy_alter_table = ON", cancellationToken);
        try
        {
            await session.RunAsync($"DROP TABLE {name}", cancellationToken);
            await session.RunAsync($"ALTER TABLE {TemporaryName} RENAME TO {name}", cancellationToken);
        }
        finally
        {
            await session.RunAsync("PRAGMA legacy_alter_table = OFF", CancellationToken.None);
        }

        await RestoreSequenceAsync(session, table.Name, sequence, cancellationToken);
        foreach (var dependant in dependants)
        {
            await session.RunAsync(dependant, cancellationToken);
        }

        return expected;
    }

    /// <summary>The stored texts of a table's indexes and triggers, in the order in which they were made.</summary>
    public static Task<List<string>> ReadDependantsAsync(SqlSession session, string table, CancellationToken cancellationToken) =>
        session.Connection.ListAsync(
            "SELECT sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND tbl_name = $1 COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid",
            static row => row.GetString(0),
            cancellationToken,
            table);

    /// <summary>The greatest number that AUTOINCREMENT has given, or null when the table has none.</summary>
    public static async Task<long?> SequenceAsync(SqlSession session, string table, CancellationToken cancellationToken) =>
        await HasSequencesAsync(session, cancellationToken)
            ? (long?)await session.Connection.ScalarAsync("SELECT seq FROM sqlite_sequence WHERE name = $1 COLLATE NOCASE", cancellationToken, table)
            : null;

    /// <summary>Sees to it that no number is given twice.</summary>
    public static async Task RestoreSequenceAsync(SqlSession session, string table, long? sequence, CancellationToken cancellationToken)
    {
        if (sequence is not { } value || !await HasSequencesAsync(session, cancellationToken))
        {
            return;
        }

        var number = value.ToString(CultureInfo.InvariantCulture);
        var name = SqliteName.Text(table);
        if (await session.RunAsync($"UPDATE sqlite_sequence SET seq = max(seq, {number}) WHERE name = {name}", cancellationToken) == 0)
        {
            await session.RunAsync($"INSERT INTO sqlite_sequence (name, seq) VALUES ({name}, {number})", cancellationToken);
        }
    }

    private static async Task<bool> HasSequencesAsync(SqlSession session, CancellationToken cancellationToken) =>
        await session.Connection.CountAsync("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'", cancellationToken) > 0;
}
