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
    private readonly Scope _scope;

    private ForeignKeyGuard(SqliteConnection connection, Scope scope)
    {
        _connection = connection;
        _scope = scope;
    }

    /// <summary>How many rows referred to nothing.</summary>
    private int Before { get; init; }

    public static async Task<ForeignKeyGuard> BeginAsync(
        SqliteConnection connection, IEnumerable<PlannedOperation> operations, CancellationToken cancellationToken)
    {
        var scope = Scope.Of(operations);
        return new ForeignKeyGuard(connection, scope) { Before = (await new ForeignKeyGuard(connection, scope).FindAsync(cancellationToken)).Count };
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

    private async Task<List<string>> FindAsync(CancellationToken cancellationToken)
    {
        List<string> found = [];
        foreach (var child in await ChildrenAsync(cancellationToken))
        {
            found.AddRange(await FindAsync(child, cancellationToken));
        }

        return found;
    }

    // A database with many tables has many keys: they are looked through only where somebody else's may be broken.
    private async Task<IEnumerable<string>> ChildrenAsync(CancellationToken cancellationToken)
    {
        if (_scope.Parents is { Count: 0 })
        {
            List<string> there = [];
            foreach (var table in _scope.Children)
            {
                there.AddRange(await _connection.ListAsync(
                    "SELECT name FROM pragma_table_list($1) WHERE schema = 'main' AND type = 'table'", static row => row.GetString(0), cancellationToken, table));
            }

            return there;
        }

        var keys = await _connection.ListAsync(
            """
            SELECT DISTINCT stored.name, key."table" FROM sqlite_schema AS stored JOIN pragma_foreign_key_list(stored.name) AS key
            WHERE stored.type = 'table' ORDER BY stored.name
            """,
            static row => (Child: row.GetString(0), Parent: row.GetString(1)),
            cancellationToken);
        return keys
            .Where(key => _scope.Parents is null || _scope.Parents.Contains(key.Child) || _scope.Parents.Contains(key.Parent) || _scope.Children.Contains(key.Child))
            .Select(static key => key.Child).Distinct(StringComparer.OrdinalIgnoreCase);
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

    /// <summary>Which tables to look at.</summary>
    /// <param name="Children">Tables whose own rows may refer to nothing after the step.</param>
    /// <param name="Parents">Tables whose rows, and rows that refer to them, may; null for all, when nobody can tell.</param>
    private sealed record Scope(HashSet<string> Children, HashSet<string>? Parents)
    {
        public static Scope Of(IEnumerable<PlannedOperation> operations)
        {
            HashSet<string> children = new(StringComparer.OrdinalIgnoreCase);
            HashSet<string> parents = new(StringComparer.OrdinalIgnoreCase);
            foreach (var operation in operations.Select(static planned => planned.Effective))
            {
                switch (operation)
                {
                    case RunSqlOperation:
                        return new Scope(children, null);
                    case CreateTableOperation create:
                        // Its rows, where it comes back with some. What refers to it can only be mended by its coming.
                        children.Add(create.Table.Name);
                        break;
                    case AddColumnOperation { Column.References: not null } add:
                        children.Add(add.Table);
                        break;
                    case DropTableOperation drop:
                        parents.Add(drop.Table);
                        break;
                    case RenameTableOperation rename:
                        parents.UnionWith([rename.Table, rename.NewName]);
                        break;
                    case DropColumnOperation drop:
                        parents.Add(drop.Table);
                        break;
                    case RenameColumnOperation rename:
                        parents.Add(rename.Table);
                        break;
                    default:
                        break;
                }
            }

            return new Scope(children, parents);
        }
    }
}
