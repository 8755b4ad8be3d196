using System.Reflection;
using System.Runtime.CompilerServices;
using DocMigrate.Backends;
using DocMigrate.Errors;

namespace DocMigrate.Architecture.Tests;

/// <summary>The assemblies that are shipped, and what they declare.</summary>
internal static class Product
{
    /// <summary>One for each project below <c>src/</c> that is in the solution.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. Projects.Source.Except(Projects.OutsideTheSolution).Select(static project => Assembly.Load(Path.GetFileNameWithoutExtension(project)))];

    /// <summary>The types that people wrote: no closures, no state machines, no generated code.</summary>
    public static IEnumerable<Type> Types => Assemblies
        .SelectMany(static assembly => assembly.GetTypes())
        .Where(static type => !IsGenerated(type));

    /// <summary>The families of stores, by name. Each is stateless and has one instance.</summary>
    public static IReadOnlyDictionary<string, IStoreKind> Kinds { get; } = Types
        .Where(static type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IStoreKind)))
        .Select(static type => (IStoreKind)type.GetProperty("Instance", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!)
        .ToDictionary(static kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The providers, by the name that the configuration uses.</summary>
    public static IReadOnlyDictionary<string, IStoreProvider> Providers { get; } = Assemblies
        .SelectMany(static assembly => assembly.GetCustomAttributes<StoreProviderAttribute>())
        .ToDictionary(static attribute => attribute.Name, static attribute => (IStoreProvider)Activator.CreateInstance(attribute.Provider)!, StringComparer.Ordinal);

    /// <summary>Every code that an assembly declares in a static field or property, with the member that declares it.</summary>
    public static IReadOnlyList<(ErrorCode Code, string Member)> ErrorCodes { get; } = [.. FindErrorCodes()];

    private static IEnumerable<(ErrorCode Code, string Member)> FindErrorCodes()
    {
        const BindingFlags statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var type in Types.Where(static type => !type.ContainsGenericParameters))
        {
            foreach (var property in type.GetProperties(statics).Where(static property => property.PropertyType == typeof(ErrorCode)))
            {
                yield return ((ErrorCode)property.GetValue(null)!, $"{type.Name}.{property.Name}");
            }

            foreach (var field in type.GetFields(statics).Where(static field => field.FieldType == typeof(ErrorCode) && !field.Name.StartsWith('<')))
            {
                yield return ((ErrorCode)field.GetValue(null)!, $"{type.Name}.{field.Name}");
            }
        }
    }

    private static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal)
        || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || type.Namespace is null or "System.Runtime.CompilerServices" or "Microsoft.CodeAnalysis" or "System.Text.RegularExpressions.Generated"
        || (type.DeclaringType is { } outer && IsGenerated(outer));
}
