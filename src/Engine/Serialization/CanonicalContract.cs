using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace DocMigrate.Engine.Serialization;

/// <summary>Makes the contract of a type canonical: settable properties only, in ordinal order, those at their default left out.</summary>
internal static class CanonicalContract
{
    public static void Apply(JsonTypeInfo contract)
    {
        if (contract.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var blank = Blank(contract.Type);
        var kept = contract.Properties
            .Where(static property => property.Set is not null || property.AssociatedParameter is not null)
            .OrderBy(static property => property.Name, StringComparer.Ordinal)
            .ToArray();
        contract.Properties.Clear();
        List<PropertyInfo> lists = [];
        foreach (var property in kept)
        {
            property.IsRequired = false;
            property.Order = 0;
            var absent = Absent(property, blank);
            if (absent is null && IsValueList(property.PropertyType) && property.AttributeProvider is PropertyInfo list && !MayBeNull(list))
            {
                lists.Add(list);
                absent = EmptyList(property.PropertyType);
            }

            property.ShouldSerialize = (_, value) => !Equals(value, absent);
            contract.Properties.Add(property);
        }

        if (lists.Count > 0)
        {
            var earlier = contract.OnDeserialized;
            contract.OnDeserialized = instance =>
            {
                FillLists(instance, lists);
                earlier?.Invoke(instance);
            };
        }
    }

    /// <summary>What the property is after reading an object that does not mention it.</summary>
    private static object? Absent(JsonPropertyInfo property, object? blank)
    {
        if (property.AssociatedParameter is { } parameter)
        {
            return parameter.HasDefaultValue && parameter.DefaultValue is { } stated ? stated : DefaultOf(property.PropertyType);
        }

        return blank is not null && property.Get is { } get ? get(blank) : DefaultOf(property.PropertyType);
    }

    private static object? Blank(Type type) =>
        type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance(type) : null;

    private static object? DefaultOf(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private static void FillLists(object instance, List<PropertyInfo> lists)
    {
        foreach (var list in lists.Where(list => list.GetValue(instance) is null))
        {
            list.SetValue(instance, EmptyList(list.PropertyType));
        }
    }

    private static bool IsValueList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>);

    private static object EmptyList(Type type) => type.GetProperty(nameof(ValueList<>.Empty))!.GetValue(null)!;

    private static bool MayBeNull(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
}
