using DocMigrate.Document.Attaching;
using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite;

/// <summary>Finds the table of a collection: its own, or the one that the configuration attaches it to.</summary>
/// <param name="attached">What the configuration attaches.</param>
internal sealed class CollectionTables(AttachedCollections attached)
{
    /// <summary>What the configuration attaches.</summary>
    public AttachedCollections Attached => attached;

    /// <summary>The table of a collection as it should be; nothing is looked up.</summary>
    public CollectionTable Stated(string name) => attached.Find(name) is { } known ? CollectionTable.Of(known) : CollectionTable.Of(name);

    /// <summary>The table of a collection; null when there is none. Of one that is attached also when it lacks a column: a migration of tables may yet bring it.</summary>
    /// <exception cref="StoreException">There is something else, or the columns are not of use.</exception>
    public Task<CollectionTable?> FindAsync(SqliteConnection connection, string name, CancellationToken cancellationToken) =>
        attached.Find(name) is { } known ? new AttachedTable(connection, known).FindAsync(required: false, cancellationToken) : FindOwnAsync(connection, name, cancellationToken);

    /// <summary>The table of a collection that is to be changed now: what is attached has to be there. Null for a table of its own that is not there.</summary>
    /// <exception cref="StoreException">There is no such table, or something else, or the columns are not of use.</exception>
    public Task<CollectionTable?> OpenAsync(SqliteConnection connection, string name, CancellationToken cancellationToken) =>
        attached.Find(name) is { } known ? new AttachedTable(connection, known).FindAsync(required: true, cancellationToken) : FindOwnAsync(connection, name, cancellationToken);

    private static async Task<CollectionTable?> FindOwnAsync(SqliteConnection connection, string name, CancellationToken cancellationToken)
    {
        var columns = await connection.ListAsync(
            "SELECT name, upper(type) FROM pragma_table_info($1)", static row => (Name: row.GetString(0), Type: row.GetString(1)), cancellationToken, name);
        if (columns.Count == 0)
        {
            return null;
        }

        await RequireTableAsync(connection, name, name, cancellationToken);
        string? Type(string column) => columns.Where(known => known.Name == column).Select(static known => known.Type).FirstOrDefault();
        return Type(CollectionTable.OwnKey) == "INTEGER" && Type("_id") is not null && Type(CollectionTable.OwnColumn) is { } type
            ? CollectionTable.Of(name) with { Binary = type != "TEXT", HasTriggers = await HasTriggersAsync(connection, name, cancellationToken) }
            : throw new StoreException(
                JsonStoreErrors.NotACollection,
                $"The table '{name}' is no collection: it has the columns {string.Join(", ", columns.Select(static column => column.Name))}.",
                $"A collection's table has seq INTEGER PRIMARY KEY AUTOINCREMENT, _id NOT NULL UNIQUE and {CollectionTable.OwnColumn} BLOB or TEXT. Rename the other table, or the "
                + "collection; or attach the collection to the table's JSON column, by \"collections\" in the configuration.");
    }

    /// <exception cref="StoreException">It is a view or a virtual table.</exception>
    public static async Task RequireTableAsync(SqliteConnection connection, string collection, string name, CancellationToken cancellationToken)
    {
        var what = await connection.ScalarAsync(
            "SELECT iif(type = 'view', 'view', iif(sql LIKE 'CREATE VIRTUAL %', 'virtual table', NULL)) FROM sqlite_master WHERE type IN ('table', 'view') AND name = $1 COLLATE NOCASE",
            cancellationToken, name);
        if (what is string other)
        {
            throw new StoreException(
                JsonStoreErrors.NotACollection,
                $"'{name}'{(collection == name ? "" : $", which the collection '{collection}' is attached to,")} is a {other}, which is no collection.",
                $"Name the table that the documents are in, and make the {other} again after the migration if its columns changed.");
        }
    }

    /// <summary>Whether there are triggers on a table.</summary>
    public static async Task<bool> HasTriggersAsync(SqliteConnection connection, string name, CancellationToken cancellationToken) => await connection.CountAsync(
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = $1 COLLATE NOCASE", cancellationToken, name) > 0;
}
