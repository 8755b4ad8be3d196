using System.Reflection;
using DocMigrate.Backends;
using DocMigrate.Engine.Configuration;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Loading;

/// <summary>The providers that are at hand, by name. Immutable; thread-safe.</summary>
public sealed class StoreProviders
{
    // The providers that DocMigrate has packages for, so that an error can name the package which a project lacks.
    private static readonly SortedDictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["mongodb"] = "DocMigrate.Document.MongoDb",
        ["postgresql-jsonb"] = "DocMigrate.Document.PostgreSql",
        ["sqlite"] = "DocMigrate.Sql.Sqlite",
        ["sqlite-json"] = "DocMigrate.Document.Sqlite",
    };

    // What people will try first; to be told "did you mean postgresql-jsonb?" would send them to another kind of store.
    private const string TablesOnPostgreSql = "postgresql";

    private readonly SortedDictionary<string, IStoreProvider> _providers = new(StringComparer.Ordinal);

    /// <summary>These providers; of two with one name, the first.</summary>
    public StoreProviders(params IEnumerable<IStoreProvider> providers)
    {
        ArgumentNullException.ThrowIfNull(providers);
        foreach (var provider in providers)
        {
            _providers.TryAdd(provider.Name, provider);
        }
    }

    /// <summary>The names, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _providers.Keys;

    /// <summary>The families of the providers, each once.</summary>
    public IReadOnlyList<IStoreKind> Kinds => [.. _providers.Values.Select(static provider => provider.Kind).DistinctBy(static kind => kind.Name)];

    /// <summary>
    /// Finds the providers that assemblies announce with <see cref="StoreProviderAttribute"/>: the assemblies that are loaded, DocMigrate's own in the
    /// application's dependencies, and those that <paramref name="roots"/> refer to.
    /// </summary>
    /// <exception cref="ConfigurationException">An assembly of DocMigrate, or a provider in one, can't be loaded.</exception>
    public static StoreProviders Discover(params IReadOnlyList<Assembly> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var names = Trusted().Concat(roots.SelectMany(static root => root.GetReferencedAssemblies()).Where(static name => !IsFramework(name.Name!)));
        var assemblies = roots.Concat(names.Select(Load).OfType<Assembly>()).Concat(AppDomain.CurrentDomain.GetAssemblies()).Distinct().ToArray();
        return new StoreProviders(assemblies
            .Where(static assembly => !assembly.IsDynamic)
            .SelectMany(static assembly => assembly.GetCustomAttributes<StoreProviderAttribute>())
            .DistinctBy(static attribute => attribute.Name, StringComparer.Ordinal)
            .Select(static attribute => Create(attribute)));
    }

    /// <summary>The provider of a store.</summary>
    /// <exception cref="ConfigurationException">It is not at hand: the message names the package to add, or the nearest name.</exception>
    public IStoreProvider For(StoreSettings store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (_providers.TryGetValue(store.Provider, out var provider))
        {
            return provider;
        }

        if (store.Provider == TablesOnPostgreSql)
        {
            throw new ConfigurationException(
                ConfigurationErrors.UnknownProvider,
                $"The store '{store.Name}' has the provider '{TablesOnPostgreSql}'. DocMigrate has documents on PostgreSQL, and no tables there yet.",
                "Use \"postgresql-jsonb\" for a store of documents; for tables there is \"sqlite\".");
        }

        if (Packages.TryGetValue(store.Provider, out var package))
        {
            throw new ConfigurationException(
                ConfigurationErrors.ProviderNotReferenced,
                $"The store '{store.Name}' has the provider '{store.Provider}', which is in the package {package}; the project does not refer to it.",
                $"Run 'dotnet add package {package}' in the project's folder.");
        }

        var known = Names.Concat(Packages.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        throw new ConfigurationException(
            ConfigurationErrors.UnknownProvider,
            $"The store '{store.Name}' has the provider '{store.Provider}', which is not known.{Suggest.DidYouMean(store.Provider, known)}",
            $"Use one of {Suggest.List(known)} as \"provider\" in docmigrate.json, or refer to the package that brings '{store.Provider}'.");
    }

    private static IStoreProvider Create(StoreProviderAttribute attribute)
    {
        try
        {
            return (IStoreProvider)Activator.CreateInstance(attribute.Provider)!;
        }
        catch (Exception error) when (error is MissingMethodException or MemberAccessException or InvalidCastException or TargetInvocationException)
        {
            throw new ConfigurationException(
                ConfigurationErrors.UnknownProvider,
                $"The provider '{attribute.Name}' ('{attribute.Provider}') can't be made: {(error.InnerException ?? error).Message}",
                "Update the package that brings it to the version of the other DocMigrate packages.", error);
        }
    }

    // The host lists the files of the application's dependency context here; an assembly that no code has touched yet is found nowhere else.
    private static IEnumerable<AssemblyName> Trusted() =>
        (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(static path => Path.GetFileNameWithoutExtension(path))
            .Where(static name => name.StartsWith("DocMigrate.", StringComparison.Ordinal))
            .Select(static name => new AssemblyName(name));

    private static Assembly? Load(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // A reference of the user's project that is only there for the compiler is none of our business.
            return name.Name!.StartsWith("DocMigrate.", StringComparison.Ordinal)
                ? throw new ConfigurationException(
                    ConfigurationErrors.ProviderNotReferenced, $"The assembly '{name.Name}' can't be loaded: {error.Message}",
                    "Restore and build the project again; all DocMigrate packages must have one version.", error)
                : null;
        }
    }

    private static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name is "System" or "mscorlib" or "netstandard";
}
