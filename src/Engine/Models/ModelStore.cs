namespace DocMigrate.Engine.Models;

/// <summary>A store as the model reader needs to know it.</summary>
/// <param name="Name">The store's name in the configuration.</param>
/// <param name="Kind">The name of its family: <c>tables</c> or <c>documents</c>.</param>
public sealed record ModelStore(string Name, string Kind)
{
    /// <summary>The name of the family of tables.</summary>
    public const string Tables = "tables";

    /// <summary>The name of the family of documents.</summary>
    public const string Documents = "documents";
}
