using DocMigrate.Document.Attaching;
using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql;

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
    public Task<CollectionTable?> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        attached.Find(name) is { } known ? new AttachedTable(connection, known).FindAsync(required: false, cancellationToken) : FindOwnAsync(connection, name, cancellationToken);

    /// <summary>The table of a collection that is to be changed now: what is attached has to be there. Null for a table of its own that is not there.</summary>
    /// <exception cref="StoreException">There is no such table, or something else, or the columns are not of use.</exception>
    public Task<CollectionTable?> OpenAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        attached.Find(name) is { } known ? new AttachedTable(connection, known).FindAsync(required: true, cancellationToken) : FindOwnAsync(connection, name, cancellationToken);

    private static async Task<CollectionTable?> FindOwnAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        var columns = await RelationColumn.ListAsync(connection, PostgresName.Quote(name), cancellationToken);
        if (columns.Count == 0)
        {
            return null;
        }

        string? Type(string column) => columns.Where(known => known.Name == column).Select(static known => known.Type).FirstOrDefault();
        return columns[0].IsTable && Type("seq") == "bigint" && Type("_id") is { } id && Type(CollectionTable.OwnColumn) == "jsonb"
            ? new CollectionTable(name, PostgresName.Quote(columns[0].Schema, name)) { Schema = columns[0].Schema, IdType = id }
            : throw new StoreException(
                PostgresJsonErrors.NotACollection,
                $"'{name}' in schema '{columns[0].Schema}' is no collection: {(columns[0].IsTable ? "a table" : "no table; it")} has the columns "
                + $"{string.Join(", ", columns.Select(static column => $"{column.Name} {column.Type}"))}.",
                $"A collection's table has seq bigint, _id and {CollectionTable.OwnColumn} jsonb: {CollectionTable.Create(name).ReplaceLineEndings(" ")}. Rename what is there, or the collection; "
                + "or attach the collection to the table's JSON column, by \"collections\" in the configuration.");
    }
}
