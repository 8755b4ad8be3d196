using System.Reflection;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Reads model classes into neutral form: by their attributes, by the project's <see cref="ModelConfiguration"/>s, by conventions.</summary>
/// <param name="options">What the classes don't say.</param>
/// <remarks>
/// A class is a model when it has <c>[Table]</c>, <see cref="CollectionAttribute"/> or <see cref="StoreAttribute"/> itself (a base class's does
/// not count) or when a configuration names it as an entity. Attributes of Newtonsoft.Json, System.Text.Json and MongoDB.Bson are honoured
/// by the names of their types, so the project's versions of those packages don't matter. Thread-safe.
/// </remarks>
public sealed class ModelReader(ModelReaderOptions options)
{
    /// <summary>Reads the models of an assembly.</summary>
    /// <returns>The models by store, in the order of the configuration, then by name, ordinally.</returns>
    /// <exception cref="ConfigurationException">A model can't be read: the message names the class and the property.</exception>
    public IReadOnlyList<EntityModel> Read(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return Read([assembly]);
    }

    /// <summary>Reads the models of several assemblies together, so that those of one may refer to those of another.</summary>
    /// <inheritdoc cref="Read(Assembly)"/>
    public IReadOnlyList<EntityModel> Read(IEnumerable<Assembly> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        return Read(assemblies.Distinct().SelectMany(TypesOf));
    }

    /// <summary>Reads the models among some types.</summary>
    /// <inheritdoc cref="Read(Assembly)"/>
    public IReadOnlyList<EntityModel> Read(IEnumerable<Type> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        Type[] all = [.. types.Distinct().OrderBy(static type => type.FullName, StringComparer.Ordinal)];
        var facts = ConfigurationRunner.Run(all);
        var map = new EntityMap(options, facts, all);
        var reader = new EntityReader(map, facts);
        return
        [
            .. map.Entities
                .Select(reader.Read)
                .OrderBy(entity => map.StoreOrder(entity.Store))
                .ThenBy(static entity => entity.Name, StringComparer.Ordinal),
        ];
    }

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            throw new ConfigurationException(
                ModelErrors.UnreadableAssembly,
                $"The types of '{assembly.GetName().Name}' can't be loaded: {error.LoaderExceptions.FirstOrDefault()?.Message ?? error.Message}",
                "Build the project again, with all its packages restored.",
                error);
        }
    }
}
