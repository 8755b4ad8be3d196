using DocMigrate.Engine.Configuration;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Models;

/// <summary>Finds what the columns of a table refer to: by configuration, by <c>[ForeignKey]</c> on either side, by names.</summary>
internal sealed class ForeignKeyFinder(EntityMap map, EntityPlace place)
{
    /// <summary>The tables that columns refer to, by the columns' C# names.</summary>
    public IReadOnlyDictionary<string, EntityPlace> Find(ModelMember[] columns, ModelMember[] navigations)
    {
        var found = new Dictionary<string, EntityPlace>(StringComparer.Ordinal);
        foreach (var navigation in navigations)
        {
            if (FromNavigation(columns, navigation) is { } pair)
            {
                found[pair.Column] = pair.Target;
            }
        }

        foreach (var column in columns)
        {
            if (column.Facts.References is { } type)
            {
                found[column.Name] = SameStore(column, map.Find(type) ?? throw Bad(column, $"refers to class '{type.Name}', which is no model"));
            }
            else if (column.Attributes.ForeignKey is { } name)
            {
                found[column.Name] = SameStore(column, Target(column, name, navigations));
            }
        }

        return found;
    }

    private (string Column, EntityPlace Target)? FromNavigation(ModelMember[] columns, ModelMember navigation)
    {
        var target = map.Find(navigation.Info.PropertyType);
        if (navigation.Attributes.ForeignKey is not { } name)
        {
            // The convention of EF Core: Customer and CustomerId.
            return target is { IsCollection: false } && target.Store == place.Store && Array.Find(columns, column => column.Name == navigation.Name + "Id") is { } byName
                ? (byName.Name, target)
                : null;
        }

        if (target is null)
        {
            throw Bad(navigation, "is a list with [ForeignKey]; the attribute belongs on the property of the other class that holds the key");
        }

        if (name.Contains(',', StringComparison.Ordinal))
        {
            throw Bad(navigation, $"names several columns, '{name}', and a foreign key has one");
        }

        return Array.Find(columns, column => column.Name == name) is { } stated
            ? (stated.Name, SameStore(navigation, target))
            : throw Bad(navigation, $"names '{name}', which is no stored property.{Suggest.DidYouMean(name, columns.Select(static column => column.Name))}");
    }

    private EntityPlace Target(ModelMember column, string name, ModelMember[] navigations)
    {
        var navigation = Array.Find(navigations, candidate => candidate.Name == name);
        return (navigation is null ? null : map.Find(navigation.Info.PropertyType))
            ?? map.Entities.FirstOrDefault(entity => !entity.IsCollection && entity.Store == place.Store && (entity.Type.Name == name || entity.Name == name))
            ?? throw Bad(column, $"refers to '{name}', which is neither a property that leads to a model nor a table.{Suggest.DidYouMean(name, Known(navigations))}");
    }

    private IEnumerable<string> Known(ModelMember[] navigations) =>
    [
        .. navigations.Select(static navigation => navigation.Name),
        .. map.Entities.Where(entity => !entity.IsCollection && entity.Store == place.Store).Select(static entity => entity.Type.Name),
    ];

    private EntityPlace SameStore(ModelMember member, EntityPlace target) => target.Store == place.Store && !target.IsCollection
        ? target
        : throw Bad(member, $"refers to '{target.Name}' in store '{target.Store}', and a foreign key can't leave its store");

    private ConfigurationException Bad(ModelMember member, string reason) => new(
        ModelErrors.BadForeignKey,
        $"'{place.Type.Name}.{member.Name}' {reason}{(reason.EndsWith('?') || reason.EndsWith('.') ? "" : ".")}",
        "Correct [ForeignKey] or References: it names the property that leads to the other class, or that class.");
}
