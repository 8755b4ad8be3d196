using System.Globalization;
using System.Text;

namespace DocMigrate.Engine.CodeGeneration;

/// <summary>Makes C# identifiers of names.</summary>
internal static class Identifier
{
    private static readonly HashSet<string> s_keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while",
    };

    /// <summary>The class of a migration: <c>M0003_SplitName</c> for <c>0003_split_name</c>.</summary>
    /// <remarks>The M is there because an identifier can't begin with a digit. Letters that C# doesn't take are left out.</remarks>
    public static string OfMigration(string name)
    {
        var digits = name.TakeWhile(char.IsAsciiDigit).Count();
        var words = Pascal(name[digits..]);
        return $"M{name[..digits]}{(words.Length > 0 && digits > 0 ? "_" : "")}{words}";
    }

    /// <summary>A namespace of valid parts: <c>My_App.Migrations</c> for <c>My-App.Migrations</c>.</summary>
    public static string OfNamespace(string name) =>
        string.Join('.', name.Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(OfPart));

    private static string OfPart(string part)
    {
        var text = new StringBuilder();
        foreach (var letter in part)
        {
            text.Append(IsPart(letter) ? letter : '_');
        }

        if (char.GetUnicodeCategory(text[0]) is UnicodeCategory.DecimalDigitNumber)
        {
            text.Insert(0, '_');
        }

        return s_keywords.Contains(text.ToString()) ? "@" + text : text.ToString();
    }

    private static string Pascal(string words)
    {
        var text = new StringBuilder();
        var start = true;
        foreach (var letter in words)
        {
            if (letter == '_' || !IsPart(letter))
            {
                start = true;
                continue;
            }

            text.Append(start ? char.ToUpperInvariant(letter) : letter);
            start = false;
        }

        return text.ToString();
    }

    private static bool IsPart(char letter) => letter == '_' || char.IsLetter(letter) || char.IsDigit(letter);
}
