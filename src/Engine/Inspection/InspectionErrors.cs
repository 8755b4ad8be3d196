using DocMigrate.Errors;

namespace DocMigrate.Engine.Inspection;

/// <summary>The codes of errors of looking into stores.</summary>
public static class InspectionErrors
{
    /// <summary>There is no collection of that name.</summary>
    public static ErrorCode UnknownCollection { get; } = new("DM6400", "No such collection");

    /// <summary>Several stores have a collection of that name.</summary>
    public static ErrorCode AmbiguousCollection { get; } = new("DM6401", "Several stores have the collection");

    /// <summary>The provider has no way to look into its store.</summary>
    public static ErrorCode NotInspectable { get; } = new("DM6402", "The store can't be looked into");

    /// <summary>Code or schema can be made of one store at a time.</summary>
    public static ErrorCode SeveralStores { get; } = new("DM6403", "Name the store to write code for");
}
