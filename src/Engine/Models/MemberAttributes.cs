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

        // They hold what the class does not know: no field of that name is stored.
        || Find("BsonExtraElementsAttribute") is not null
        || Find("JsonExtensionDataAttribute") is not null
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

    /// <summary>The name of the type of the JSON converter that writes enums as the names of their members; null when there is none.</summary>
    public string? EnumConverter => TextConverter(_data);

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

    /// <summary>The same of an enum type, which may say so itself.</summary>
    public static string? EnumConverterOf(Type enumType) => TextConverter(enumType.GetCustomAttributesData());

    // JsonStringEnumConverter<T> of System.Text.Json, StringEnumConverter of Newtonsoft.Json.
    private static string? TextConverter(IEnumerable<CustomAttributeData> attributes) => attributes
        .Where(static attribute => attribute.AttributeType.Name == "JsonConverterAttribute")
        .Select(static attribute => (FirstArgument(attribute) as Type)?.Name)
        .FirstOrDefault(static name => name?.Contains("StringEnumConverter", StringComparison.Ordinal) == true);

    private static object? FirstArgument(CustomAttributeData attribute) => attribute.ConstructorArguments.FirstOrDefault().Value;

    private static string? Named(CustomAttributeData attribute, string name) => attribute.NamedArguments
        .Where(argument => argument.MemberName == name)
        .Select(static argument => EnumName(argument.TypedValue) ?? Convert.ToString(argument.TypedValue.Value, CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private static string? EnumName(CustomAttributeTypedArgument argument) =>
        argument is { ArgumentType: { IsEnum: true } type, Value: { } value } ? Enum.GetName(type, Enum.ToObject(type, value)) : null;

    private CustomAttributeData? Find(string name) => _data.FirstOrDefault(attribute => attribute.AttributeType.Name == name);
}
