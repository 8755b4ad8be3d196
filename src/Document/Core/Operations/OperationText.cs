using System.Text;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Operations;

/// <summary>Words for people, out of names.</summary>
internal static class OperationText
{
    /// <summary>Lower-case ASCII letters, digits and underscores: <c>Orders</c>, <c>unitPrice</c> give <c>orders_unit_price</c>.</summary>
    public static string Fragment(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            Separate(text);
            var upper = true;
            foreach (var character in part)
            {
                if (!char.IsAsciiLetterOrDigit(character))
                {
                    Separate(text);
                    upper = true;
                    continue;
                }

                if (char.IsAsciiLetterUpper(character) && !upper)
                {
                    Separate(text);
                }

                upper = char.IsAsciiLetterUpper(character);
                text.Append(char.ToLowerInvariant(character));
            }
        }

        return text.ToString().Trim('_');
    }

    /// <summary><c> in customers</c>; nothing for an operation inside a ForEach.</summary>
    public static string In(string collection) => collection.Length == 0 ? "" : $" in {collection}";

    /// <summary>The last key of a path; <c>document</c> for the document itself.</summary>
    public static string Name(DocumentPath path) => path.IsRoot ? "document" : path.Name;

    public static string List(IEnumerable<string> names) => string.Join(", ", names);

    private static void Separate(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != '_')
        {
            text.Append('_');
        }
    }
}
