using DocMigrate.Errors;

namespace DocMigrate.Document.PostgreSql;

/// <summary>The codes of errors of document collections in PostgreSQL.</summary>
internal static class PostgresJsonErrors
{
    public static ErrorCode NotACollection { get; } = new("DM6301", "A table in PostgreSQL is no collection");

    public static ErrorCode CollectionMissing { get; } = new("DM6302", "A collection is missing in PostgreSQL");

    public static ErrorCode CollectionInTheWay { get; } = new("DM6303", "A relation of the collection's name exists already in PostgreSQL");

    public static ErrorCode TextNotHeld { get; } = new("DM6305", "jsonb can't hold a text");

    public static ErrorCode WriterDoesNotEnd { get; } = new("DM6304", "A transaction that writes to a collection in PostgreSQL does not end");

    public static ErrorCode NotUnique { get; } = new("DM6306", "Documents in PostgreSQL have equal values under a unique index");

    public static ErrorCode BadSetting { get; } = new("DM6308", "A setting of a document store in PostgreSQL can't be used");

    public static ErrorCode AttachedTableMissing { get; } = new("DM6309", "The table that a collection in PostgreSQL is attached to is missing");

    public static ErrorCode AttachedColumnMissing { get; } = new("DM6310", "A column that a collection in PostgreSQL is attached to is missing");

    public static ErrorCode AttachedColumnUnfit { get; } = new("DM6311", "A column in PostgreSQL can't have documents");

    public static ErrorCode AttachedKeyUnfit { get; } = new("DM6312", "A column in PostgreSQL can't be the key of documents");
}
