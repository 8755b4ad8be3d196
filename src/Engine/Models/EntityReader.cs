using System.Reflection;
using DocMigrate.Engine.Configuration;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Reads one model class.</summary>
internal sealed class EntityReader(EntityMap map, IReadOnlyDictionary<Type, EntityFacts> facts)
{
    /// <exception cref="ConfigurationException">The class can't be stored as it is.</exception>
    public EntityModel Read(EntityPlace place)
    {
        var properties = place.IsCollection
            ? new DocumentPropertyReader(facts, map).Read(ClassPath.Of(place.Type))
            : new TablePropertyReader(map, facts).Read(place);
        var stated = facts.GetValueOrDefault(place.Type);
        IEnumerable<IndexModel> indexes =
        [
            .. place.Type.GetCustomAttributes<IndexAttribute>(inherit: false)
                .Select(static index => new IndexModel(index.Name, index.Properties.ToValueList(), index.Unique)),
            .. stated?.Indexes ?? [],
        ];
        return new EntityModel
        {
            Name = place.Name,
            ClrName = place.Type.Name,
            Store = place.Store,
            Module = place.Module,
            Properties = properties,
            Indexes = indexes
                .Select(index => index with { Properties = index.Properties.Select(path => StoredPath(place, properties, path)).ToValueList() })
                .DistinctBy(static index => (index.Name, index.Properties))
                .ToValueList(),
            StampField = place.IsCollection ? stated?.StampField ?? place.Type.GetCustomAttribute<VersionedAttribute>(inherit: false)?.Field : null,
            RenamedFrom = stated?.RenamedFrom ?? place.Type.GetCustomAttribute<RenamedFromAttribute>(inherit: false)?.Name,
        };
    }

    /// <summary>Stored names for C# names: through lists and maps of classes to the classes.</summary>
    private static string StoredPath(EntityPlace place, ValueList<PropertyModel> properties, string path)
    {
        List<string> stored = [];
        var level = properties;
        foreach (var name in path.Split('.'))
        {
            var property = level.FirstOrDefault(candidate => candidate.ClrName == name) ?? throw new ConfigurationException(
                ModelErrors.UnknownProperty,
                $"An index of class '{place.Type.Name}' names '{path}', and there is no stored property '{name}'.{Suggest.DidYouMean(name, level.Select(static known => known.ClrName))}",
                "Name the property in the index as the class does, dotted for nested ones; use nameof.");
            stored.Add(property.Name);
            level = ModelPaths.Inside(property.Type);
        }

        return string.Join('.', stored);
    }

}
