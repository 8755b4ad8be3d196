using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using System.Reflection;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>What a property's attributes say. Those of packages that DocMigrate doesn't reference are known by the names of their types.</summary>
internal sealed class MemberAttributes(PropertyInfo property)
{
    private readonly IList<CustomAttributeData> _data = property.GetCustomAttributesData();

    public string? Column => property.GetCustomAttribute<ColumnAttribute>()?.Name;

    public bool IsKey => property.IsDefined(typeof(KeyAttribute));

    public bool IsBsonId => Find("BsonIdAttribute") is not null;

    public bool IsRequired => property.IsDefined(typeof(RequiredAttribute));

    public bool IsNotMapped => property.IsDefined(typeof(NotMappedAttribute));

    public string? ForeignKey => property.GetCustomAttribute<ForeignKeyAttribute>()?.Name;

    public string? RenamedFrom => property.GetCustomAttribute<RenamedFromAttribute>()?.Name;

    public DefaultValueAttribute? Default => property.GetCustomAttribute<DefaultValueAttribute>();

    /// <summary><c>[MaxLength]</c> without a number means the greatest that the store can hold: no limit.</summary>
    public int? MaxLength =>
        property.GetCustomAttribute<MaxLengthAttribute>() is { } maximum ? (maximum.Length > 0 ? maximum.Length : null)
        : property.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength;

    /// <summary>Whether a JSON or BSON library leaves the property out. Conditions such as "when null" don't: then it is stored at times.</summary>
    public bool IsLeftOutOfDocuments =>
        Find("BsonIgnoreAttribute") is not null
        || _data.Any(static attribute => attribute.AttributeType.Name == "JsonIgnoreAttribute" && Named(attribute, "Condition") is null or "Always");

    /// <summary>The different names that JSON and BSON libraries would store it under, in documents.</summary>
    public IReadOnlyList<string> DocumentNames =>
    [
        .. _data
            .Select(static attribute => attribute.AttributeType.Name switch
            {
                "BsonElementAttribute" or "JsonPropertyNameAttribute" => FirstArgument(attribute) as string,
                "JsonPropertyAttribute" => FirstArgument(attribute) as string ?? Named(attribute, "PropertyName"),
                _ => null,
            })
            .OfType<string>()
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Whether the value is written as the enum member's name.</summary>
    public bool WritesEnumsAsText => NamesTextConverter(_data) || Representation == ScalarKind.String;

    /// <summary>The scalar that <c>[BsonRepresentation]</c> asks for; null when it asks for none that differs in kind.</summary>
    public ScalarKind? Representation => Find("BsonRepresentationAttribute") is { } attribute ? EnumName(attribute.ConstructorArguments.FirstOrDefault()) switch
    {
        "ObjectId" => ScalarKind.ObjectId,
        "String" or "Symbol" => ScalarKind.String,
        "Int32" => ScalarKind.Int32,
        "Int64" => ScalarKind.Int64,
        "Double" => ScalarKind.Double,
        "Decimal128" => ScalarKind.Decimal,
        "DateTime" => ScalarKind.DateTime,
        "Boolean" => ScalarKind.Boolean,
        "Binary" => ScalarKind.Binary,
        _ => null,
    } : null;

    /// <summary>Whether an enum type itself says that its values are written as names.</summary>
    public static bool WritesAsText(Type enumType) => NamesTextConverter(enumType.GetCustomAttributesData());

    private static bool NamesTextConverter(IEnumerable<CustomAttributeData> attributes) => attributes.Any(static attribute =>
        attribute.AttributeType.Name == "JsonConverterAttribute"
        && FirstArgument(attribute) is Type converter
        && converter.Name.Contains("StringEnumConverter", StringComparison.Ordinal));

    private static object? FirstArgument(CustomAttributeData attribute) => attribute.ConstructorArguments.FirstOrDefault().Value;

    private static string? Named(CustomAttributeData attribute, string name) => attribute.NamedArguments
        .Where(argument => argument.MemberName == name)
        .Select(static argument => EnumName(argument.TypedValue) ?? Convert.ToString(argument.TypedValue.Value, CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private static string? EnumName(CustomAttributeTypedArgument argument) =>
        argument is { ArgumentType: { IsEnum: true } type, Value: { } value } ? Enum.GetName(type, Enum.ToObject(type, value)) : null;

    private CustomAttributeData? Find(string name) => _data.FirstOrDefault(attribute => attribute.AttributeType.Name == name);
}
