using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Reads the properties of a table's class.</summary>
internal sealed class TablePropertyReader(EntityMap map, IReadOnlyDictionary<Type, EntityFacts> facts)
{
    public ValueList<PropertyModel> Read(EntityPlace place)
    {
        var path = ClassPath.Of(place.Type);
        var members = ModelMember.Of(place.Type, facts.GetValueOrDefault(place.Type), documents: false);
        ModelMember[] columns = [.. members.Where(member => !IsNavigation(member))];
        var references = new ForeignKeyFinder(map, place).Find(columns, [.. members.Where(IsNavigation)]);
        var keys = Keys(place, columns);
        var types = new TypeReader(documents: false, ReadNested);
        return columns.Select(member => Read(member, path, types, keys.Contains(member.Name)) with
        {
            References = references.GetValueOrDefault(member.Name)?.Name,
        }).ToValueList().Checked(path);
    }

    /// <summary>Whether the property leads to other rows rather than holding a value: a model class, or a list of them.</summary>
    private bool IsNavigation(ModelMember member) =>
        map.Find(member.Info.PropertyType) is not null
        || (TypeReader.ElementOf(member.Info.PropertyType) is { } element && map.Find(element) is not null);

    private static HashSet<string> Keys(EntityPlace place, ModelMember[] columns)
    {
        var stated = columns.Where(static member => member.Facts.Key || member.Attributes.IsKey).Select(static member => member.Name).ToHashSet(StringComparer.Ordinal);
        if (stated.Count > 0)
        {
            return stated;
        }

        var byConvention = Named("Id") ?? Named(place.Type.Name + "Id");
        return byConvention is null ? [] : [byConvention.Name];

        ModelMember? Named(string name) => Array.Find(columns, member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static PropertyModel Read(ModelMember member, ClassPath path, TypeReader types, bool isKey)
    {
        var type = types.Read(member, path);
        return new PropertyModel
        {
            Name = member.Facts.Name ?? member.Attributes.Column ?? member.Name,
            ClrName = member.Name,
            Type = type,
            Nullable = !isKey && member.IsNullable,
            Key = isKey,
            HasDefault = DefaultReader.IsStated(member),
            Default = DefaultReader.Read(member, type, path),
            RenamedFrom = member.RenamedFrom,
        };
    }

    // Whether a table can hold a nested class at all is for the family of tables to say; here it is only read.
    private ValueList<PropertyModel> ReadNested(ClassPath path)
    {
        var types = new TypeReader(documents: false, ReadNested);
        return ModelMember.Of(path.Type, facts.GetValueOrDefault(path.Type), documents: false)
            .Select(member => Read(member, path, types, isKey: false))
            .ToValueList()
            .Checked(path);
    }
}
