namespace DocMigrate.Engine.Models;

/// <summary>Where a model class is stored.</summary>
/// <param name="Type">The class.</param>
/// <param name="Store">The store's name.</param>
/// <param name="Name">The table's or collection's name.</param>
/// <param name="IsCollection">Whether it is a collection rather than a table.</param>
/// <param name="Module">The module.</param>
internal sealed record EntityPlace(Type Type, string Store, string Name, bool IsCollection, string Module);
