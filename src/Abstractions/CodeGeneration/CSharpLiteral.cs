using System.Globalization;
using System.Text;

namespace DocMigrate.CodeGeneration;

/// <summary>Writes values as C# literals.</summary>
public static class CSharpLiteral
{
    /// <summary>A string as a regular literal; null as <c>null</c>.</summary>
    public static string Of(string? value)
    {
        if (value is null)
        {
            return "null";
        }

        var text = new StringBuilder("\"");
        foreach (var character in value)
        {
            text.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\0' => "\\0",
                < ' ' or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029' or (>= '\ud800' and <= '\udfff') or '\ufeff' =>
                    "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture),
                _ => character.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>An enum member with its type.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => $"{typeof(TEnum).Name}.{value}";

    /// <summary>Strings as a collection expression.</summary>
    public static string Of(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Of))}]";
}
