using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Reads stated defaults as values of the property's neutral type.</summary>
internal static class DefaultReader
{
    public static bool IsStated(ModelMember member) => member.Facts.HasDefault || member.Attributes.Default is not null;

    /// <summary>The default; null when none is stated.</summary>
    /// <exception cref="ConfigurationException">It is no value of the type.</exception>
    public static object? Read(ModelMember member, TypeModel type, ClassPath path)
    {
        if (!IsStated(member))
        {
            return null;
        }

        var value = member.Facts.HasDefault ? member.Facts.Default : member.Attributes.Default?.Value;
        if (value is null)
        {
            return member.IsNullable ? null : throw Bad(member, path, "null", "a property that always has a value");
        }

        if (type is not ScalarTypeModel { Kind: var kind })
        {
            throw Bad(member, path, value, "a list or an object");
        }

        try
        {
            return Coerce(value, kind, member);
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or OverflowException)
        {
            throw Bad(member, path, value, $"of kind {kind}");
        }
    }

    private static object Coerce(object value, ScalarKind kind, ModelMember member)
    {
        var culture = CultureInfo.InvariantCulture;
        return (kind, value) switch
        {
            (ScalarKind.String, Enum name) => EnumTexts.NameOf(name, member.EnumConverter(name.GetType())),
            (ScalarKind.String, string or char or Uri or Guid) => value.ToString()!,
            (ScalarKind.Boolean, bool) => value,
            (ScalarKind.Int32, Enum or (not string and not bool and not char)) => Whole(value, Convert.ToInt32(value, culture)),
            (ScalarKind.Int64, Enum or (not string and not bool and not char)) => Whole(value, Convert.ToInt64(value, culture)),
            (ScalarKind.Double, not string and not bool and not char) => Convert.ToDouble(value, culture),
            (ScalarKind.Decimal, not bool and not char) => Convert.ToDecimal(value, culture),
            (ScalarKind.DateTime, DateTime or DateTimeOffset) => value,
            (ScalarKind.DateTime, string text) => DateTime.Parse(text, culture, DateTimeStyles.RoundtripKind),
            (ScalarKind.Date, DateOnly) => value,
            (ScalarKind.Date, string text) => DateOnly.Parse(text, culture),
            (ScalarKind.Time, TimeOnly or TimeSpan) => value,
            (ScalarKind.Time, string text) => TimeSpan.Parse(text, culture),
            (ScalarKind.Guid, Guid) => value,
            (ScalarKind.Guid, string text) => Guid.Parse(text),
            (ScalarKind.Binary, byte[]) => value,
            (ScalarKind.ObjectId, string) => value,
            (ScalarKind.Any, _) => value,
            _ => throw new InvalidCastException(),
        };
    }

    // Convert rounds; a default of 1.5 for an integer is a mistake.
    private static object Whole<T>(object value, T converted)
        where T : struct =>
        value is Enum || Convert.ToDecimal(value, CultureInfo.InvariantCulture) == Convert.ToDecimal(converted, CultureInfo.InvariantCulture)
            ? converted
            : throw new InvalidCastException();

    private static ConfigurationException Bad(ModelMember member, ClassPath path, object value, string type) => new(
        ModelErrors.BadDefault,
        $"'{path.Text}.{member.Name}' is {type}, and its default is '{Convert.ToString(value, CultureInfo.InvariantCulture)}'.",
        "State a default of the property's own type.");
}
