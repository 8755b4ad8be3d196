using DocMigrate.Errors;
using DocMigrate.Planning;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Checks;

/// <summary>Holds that a step leaves no more rows that refer to nothing than there were before. Old ones don't fail a migration.</summary>
internal sealed class ForeignKeyGuard
{
    private readonly SqliteConnection _connection;
    private readonly HashSet<string>? _touched;

    private ForeignKeyGuard(SqliteConnection connection, HashSet<string>? touched)
    {
        _connection = connection;
        _touched = touched;
    }

    /// <summary>How many rows referred to nothing.</summary>
    private int Before { get; init; }

    public static async Task<ForeignKeyGuard> BeginAsync(
        SqliteConnection connection, IEnumerable<PlannedOperation> operations, CancellationToken cancellationToken)
    {
        var guard = new ForeignKeyGuard(connection, TouchedBy(operations));
        return new ForeignKeyGuard(connection, guard._touched) { Before = (await guard.FindAsync(cancellationToken)).Count };
    }

    /// <exception cref="DataException">There are more than before.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var now = await FindAsync(cancellationToken);
        if (now.Count > Before)
        {
            throw new DataException(
                SqliteErrors.ForeignKeys,
                $"After this step {now.Count - Before} more rows would break a foreign key: {string.Join("; ", now.Take(5))}{(now.Count > 5 ? "; …" : "")}.",
                "Correct the rows, or drop what refers to them first. Nothing was changed.");
        }
    }

    /// <summary>The tables that operations speak of; null for all, when nobody can tell.</summary>
    private static HashSet<string>? TouchedBy(IEnumerable<PlannedOperation> operations)
    {
        HashSet<string> touched = new(StringComparer.OrdinalIgnoreCase);
        foreach (var operation in operations.Select(static planned => planned.Effective))
        {
            switch (operation)
            {
                case RunSqlOperation:
                    return null;
                case CreateTableOperation create:
                    touched.Add(create.Table.Name);
                    break;
                case DropTableOperation drop:
                    touched.Add(drop.Table);
                    break;
                case RenameTableOperation rename:
                    touched.UnionWith([rename.Table, rename.NewName]);
                    break;
                case AddColumnOperation add:
                    touched.Add(add.Table);
                    break;
                case DropColumnOperation drop:
                    touched.Add(drop.Table);
                    break;
                case RenameColumnOperation rename:
                    touched.Add(rename.Table);
                    break;
                default:
                    break;
            }
        }

        return touched;
    }

    private async Task<List<string>> FindAsync(CancellationToken cancellationToken)
    {
        var keys = await _connection.ListAsync(
            """
            SELECT DISTINCT stored.name, key."table" FROM sqlite_schema AS stored JOIN pragma_foreign_key_list(stored.name) AS key
            WHERE stored.type = 'table' ORDER BY stored.name
            """,
            static row => (Child: row.GetString(0), Parent: row.GetString(1)),
            cancellationToken);
        List<string> found = [];
        foreach (var child in keys
            .Where(key => _touched is null || _touched.Contains(key.Child) || _touched.Contains(key.Parent))
            .Select(static key => key.Child).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            found.AddRange(await FindAsync(child, cancellationToken));
        }

        return found;
    }

    private async Task<IEnumerable<string>> FindAsync(string child, CancellationToken cancellationToken)
    {
        try
        {
            return await _connection.ListAsync(
                "SELECT rowid, parent FROM pragma_foreign_key_check($1)",
                row => $"table '{child}', row {row.Text(0) ?? "?"}, refers to '{row.GetString(1)}'",
                cancellationToken,
                child);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            // "Foreign key mismatch": what is referred to is no key, or is not there.
            return [$"table '{child}': {error.Message}"];
        }
    }
}
