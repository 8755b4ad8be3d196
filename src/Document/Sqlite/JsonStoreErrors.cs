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

    public static ErrorCode PathNotIndexable { get; } = new("DM6107", "A path can't be indexed");
}
