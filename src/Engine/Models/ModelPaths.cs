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

    /// <summary>The texts that a type's values, or the scalars in it, may only be; none where they may be anything.</summary>
    public static ValueList<NamedValue> Values(TypeModel type) => type switch
    {
        ScalarTypeModel scalar => scalar.Values,
        ListTypeModel list => Values(list.Element),
        MapTypeModel map => Values(map.Value),
        _ => [],
    };

    /// <summary>Whether a path names a property, or after a property's path and a dot one of the texts that it may be.</summary>
    public static bool Has(ValueList<PropertyModel> properties, string path) =>
        Find(properties, path) is not null || All(properties).Any(known =>
            path.StartsWith(known + ".", StringComparison.Ordinal) && Values(Find(properties, known)!.Type).Any(value => value.Name == path[(known.Length + 1)..]));

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
