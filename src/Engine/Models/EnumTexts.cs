using System.Reflection;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>What the members of an enum are called in documents, where they are stored as text.</summary>
internal static class EnumTexts
{
    /// <summary>The texts in the order of declaration; none for flags, which are stored in any combination.</summary>
    /// <param name="enumType">The enum.</param>
    /// <param name="converter">The name of the JSON converter's type, which decides what attribute renames a member; null for BSON, where none does.</param>
    public static ValueList<NamedValue> Of(Type enumType, string? converter) => enumType.IsDefined(typeof(FlagsAttribute))
        ? []
        : enumType.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => new NamedValue(NameOf(field, converter), field.GetCustomAttribute<RenamedFromAttribute>()?.Name))
            .ToValueList();

    /// <summary>The text of a value.</summary>
    /// <inheritdoc cref="Of"/>
    public static string NameOf(Enum value, string? converter) =>
        value.GetType().GetField(value.ToString(), BindingFlags.Public | BindingFlags.Static) is { } field ? NameOf(field, converter) : value.ToString();

    private static string NameOf(FieldInfo field, string? converter) => converter switch
    {
        null => null,
        "StringEnumConverter" => Named(field, "EnumMemberAttribute"),
        _ => field.GetCustomAttributesData()
            .FirstOrDefault(static attribute => attribute.AttributeType.Name == "JsonStringEnumMemberNameAttribute")?
            .ConstructorArguments.FirstOrDefault().Value as string,
    } ?? field.Name;

    private static string? Named(FieldInfo field, string attribute) => field.GetCustomAttributesData()
        .FirstOrDefault(data => data.AttributeType.Name == attribute)?
        .NamedArguments.FirstOrDefault(static argument => argument.MemberName == "Value").TypedValue.Value as string;
}
