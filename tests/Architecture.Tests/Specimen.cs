using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Architecture.Tests;

/// <summary>Makes an instance of an operation with a value in every property, so that nothing can hide from a round trip by being left out.</summary>
internal static class Specimen
{
    private const int Depth = 4;

    /// <summary>Types that only have certain values: by type, a valid one.</summary>
    private static readonly Dictionary<Type, Func<object>> Known = new()
    {
        [typeof(string)] = static () => "sample",
        [typeof(bool)] = static () => true,
        [typeof(int)] = static () => 7,
        [typeof(long)] = static () => 7L,
        [typeof(object)] = static () => "sample",
        [typeof(JToken)] = static () => DocumentReader.ReadValue("""{"int":1,"long":5000000000,"double":-0.0,"text":"é","null":null,"list":[true]}"""),
        [typeof(DocumentExpression)] = static () => DocumentExpression.Of(static d => d.If(d.Path("a.b").Trim().EqualTo("$x"), d.Concat("a", d.Path("c")), d.Path("n").Plus(1L))),
        [typeof(DocumentPath)] = static () => DocumentPath.Of("a.b", "c"),
        [typeof(FieldShape)] = static () => FieldShape.Object(static f => f.Field("a.b", FieldShape.Int32).Field("c", FieldShape.List(FieldShape.Any).OrNull())),
    };

    /// <summary>A specimen of the type; null where a type can only be made by making itself first.</summary>
    public static object? Of(Type type) => Of(type, Depth);

    private static object? Of(Type type, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Known.TryGetValue(type, out var make))
        {
            return make();
        }

        if (type.IsEnum)
        {
            var values = Enum.GetValues(type);
            return values.GetValue(values.Length - 1);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>))
        {
            return ListOf(type, depth);
        }

        // Code is not serialised; an operation that carries some says so by other properties.
        if (depth == 0 || type.IsAssignableTo(typeof(Delegate)))
        {
            return null;
        }

        return type.IsAbstract
            ? type.Assembly.GetTypes().Where(candidate => candidate is { IsClass: true, IsAbstract: false } && type.IsAssignableFrom(candidate))
                .Select(candidate => Of(candidate, depth - 1)).FirstOrDefault(static made => made is not null)
            : Construct(type, depth);
    }

    private static object? ListOf(Type type, int depth)
    {
        var item = depth == 0 ? null : Of(type.GetGenericArguments()[0], depth - 1);
        var items = Array.CreateInstance(type.GetGenericArguments()[0], item is null ? 0 : 1);
        if (item is not null)
        {
            ((IList)items)[0] = item;
        }

        return typeof(ValueList).GetMethod(nameof(ValueList.ToValueList))!.MakeGenericMethod(type.GetGenericArguments()[0]).Invoke(null, [items]);
    }

    private static object? Construct(Type type, int depth)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public)
            .Where(candidate => candidate.GetParameters() is not [{ } only] || only.ParameterType != type)
            .MaxBy(static candidate => candidate.GetParameters().Length);
        if (constructor is null && !type.IsValueType)
        {
            return type.GetProperties(BindingFlags.Static | BindingFlags.Public).FirstOrDefault(property => property.PropertyType == type)?.GetValue(null);
        }

        var instance = constructor is null
            ? RuntimeHelpers.GetUninitializedObject(type)
            : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType, depth - 1))]);
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(static property => property.SetMethod is { IsPublic: true }))
        {
            if (Of(property.PropertyType, depth - 1) is { } value)
            {
                property.SetValue(instance, value);
            }
        }

        return instance;
    }
}
