using System.Reflection;
using System.Runtime.CompilerServices;

namespace DocMigrate.Architecture.Tests;

public sealed class TypeTests
{
    /// <summary>Classes that are neither sealed nor abstract, with the reason.</summary>
    private static readonly Dictionary<string, string> Unsealed = [];

    [Fact]
    public void A_class_is_sealed_or_made_to_be_derived_from()
    {
        var open = Product.Types.Where(static type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(NameOf);

        Rule.Holds(open.Except(Unsealed.Keys));
    }

    [Fact]
    public void Each_unsealed_class_that_is_excused_exists()
    {
        Rule.Holds(Unsealed.Keys.Except(Product.Types.Where(static type => !type.IsSealed).Select(NameOf)));
    }

    [Fact]
    public void No_type_takes_the_name_of_one_of_our_namespaces()
    {
        string[] taken = ["Document", "Sql", "Engine", "Cli"];

        Rule.Holds(Product.Types.Where(type => type.DeclaringType is null && taken.Contains(type.Name)).Select(NameOf));
    }

    [Fact]
    public void No_namespace_hides_that_of_a_driver()
    {
        string[] drivers = ["MongoDB", "Npgsql", "Newtonsoft", "Microsoft"];

        Rule.Holds(Product.Types.Select(static type => type.Namespace!).Distinct().Where(name => name.Split('.').Any(drivers.Contains)));
    }

    [Fact]
    public void A_public_type_lives_under_the_namespace_of_its_project()
    {
        var wrong = Product.Types.Where(static type => type.IsPublic).Where(static type =>
        {
            var assembly = type.Assembly.GetName().Name!;
            var root = assembly == "DocMigrate.Abstractions" ? "DocMigrate" : assembly;
            return !type.Name.EndsWith("Extensions", StringComparison.Ordinal) && type.Namespace != root && !type.Namespace!.StartsWith(root + ".", StringComparison.Ordinal);
        });

        Rule.Holds(wrong.Select(NameOf));
    }

    [Fact]
    public void An_asynchronous_method_says_so_and_takes_a_cancellation_token_last()
    {
        var wrong = from method in PublicMethods
                    where IsTask(method.ReturnType)
                    let last = method.GetParameters().LastOrDefault()
                    where !method.Name.EndsWith("Async", StringComparison.Ordinal)
                        || (last?.ParameterType != typeof(CancellationToken) && !IsFixedByTheRuntime(method))
                    select $"{NameOf(method.DeclaringType!)}.{method.Name}";

        Rule.Holds(wrong.Distinct());
    }

    [Fact]
    public void No_method_but_an_asynchronous_one_ends_in_Async()
    {
        var wrong = PublicMethods.Where(static method => method.Name.EndsWith("Async", StringComparison.Ordinal) && !IsTask(method.ReturnType)
            && !typeof(IAsyncDisposable).IsAssignableFrom(method.ReturnType)
            && !(method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));

        Rule.Holds(wrong.Select(static method => $"{NameOf(method.DeclaringType!)}.{method.Name}"));
    }

    [Fact]
    public void No_asynchronous_method_returns_nothing()
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var wrong = Product.Types.SelectMany(static type => type.GetMethods(all))
            .Where(static method => method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)));

        Rule.Holds(wrong.Select(static method => $"{NameOf(method.DeclaringType!)}.{method.Name}"));
    }

    [Fact]
    public void A_record_never_changes_once_it_is_made()
    {
        var wrong = from type in Product.Types
                    where IsRecord(type)
                    from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                    where property.SetMethod is { IsPublic: true } setter
                        && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
                    select $"{NameOf(type)}.{property.Name}";

        Rule.Holds(wrong);
    }

    [Fact]
    public void No_type_shows_a_field_that_can_be_written()
    {
        var wrong = Product.Types.Where(static type => !type.IsEnum)
            .SelectMany(static type => type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(static field => field is { IsInitOnly: false, IsLiteral: false });

        Rule.Holds(wrong.Select(static field => $"{NameOf(field.DeclaringType!)}.{field.Name}"));
    }

    private static IEnumerable<MethodInfo> PublicMethods => Product.Types
        .Where(static type => type.IsVisible)
        .SelectMany(static type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(static method => !method.IsSpecialName);

    private static bool IsTask(Type type) =>
        typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static bool IsFixedByTheRuntime(MethodInfo method) => method.Name == nameof(IAsyncDisposable.DisposeAsync);

    private static bool IsRecord(Type type) => type.IsClass && type.GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public) is not null;

    private static string NameOf(Type type) => type.FullName ?? type.Name;
}
