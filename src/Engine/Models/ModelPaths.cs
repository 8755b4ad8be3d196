using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Finds properties by dotted paths of stored names. Lists and maps are passed through to what they hold.</summary>
internal static class ModelPaths
{
    /// <summary>The properties of the class that a type is or holds; none for scalars.</summary>
    public static ValueList<PropertyModel> Inside(TypeModel type) => type switch
    {
        ObjectTypeModel nested => nested.Properties,
        ListTypeModel list => Inside(list.Element),
        MapTypeModel map => Inside(map.Value),
        _ => [],
    };

    /// <summary>The property at a path, or null. A name may have dots itself.</summary>
    public static PropertyModel? Find(ValueList<PropertyModel> properties, string path) =>
        properties.FirstOrDefault(property => property.Name == path)
        ?? properties
            .Where(property => path.StartsWith(property.Name + ".", StringComparison.Ordinal))
            .Select(property => Find(Inside(property.Type), path[(property.Name.Length + 1)..]))
            .FirstOrDefault(static property => property is not null);

    /// <summary>All paths of an entity, outer ones before inner ones.</summary>
    public static IEnumerable<string> All(ValueList<PropertyModel> properties) => properties.SelectMany(static property =>
        All(Inside(property.Type)).Select(inner => $"{property.Name}.{inner}").Prepend(property.Name));
}
