using DocMigrate.Errors;

namespace DocMigrate.Document.Sqlite;

/// <summary>The codes of errors of document collections in SQLite.</summary>
internal static class JsonStoreErrors
{
    public static ErrorCode NotACollection { get; } = new("DM6101", "A table is no collection");

    public static ErrorCode CollectionMissing { get; } = new("DM6102", "A collection is missing");

    public static ErrorCode CollectionInTheWay { get; } = new("DM6103", "A table of the collection's name exists already");

    public static ErrorCode NotUnique { get; } = new("DM6106", "Documents have equal values under a unique index");

    public static ErrorCode BadSetting { get; } = new("DM6108", "A setting of a document store can't be used");

    public static ErrorCode AttachedTableMissing { get; } = new("DM6024", "The table that a collection is attached to is missing");

    public static ErrorCode AttachedColumnMissing { get; } = new("DM6025", "A column that a collection is attached to is missing");

    public static ErrorCode AttachedColumnUnfit { get; } = new("DM6026", "A column can't have documents");

    public static ErrorCode AttachedKeyUnfit { get; } = new("DM6027", "A column can't be the key of documents");

    public static ErrorCode PathNotIndexable { get; } = new("DM6107", "A path can't be indexed");
}
