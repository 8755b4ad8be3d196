using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.State;

/// <summary>A discriminator as one text: that of a class in a hierarchy of MongoDB's driver is an array of names from the root down, <c>Shape/Square</c>.</summary>
internal static class DiscriminatorText
{
    private const char Separator = '/';

    /// <summary>The text of a value; null when it is no discriminator.</summary>
    public static string? Of(JToken value) => value switch
    {
        JValue { Value: string text } => text,
        JArray { Count: > 0 } array when array.All(static name => name is JValue { Value: string }) => string.Join(Separator, array.Select(static name => (string)name!)),
        _ => null,
    };

    /// <summary>The value of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shape">The field.</param>
    public static JToken ValueOf(string text, FieldShape shape) => shape.Scalar == Models.ScalarKind.Any && text.Contains(Separator, StringComparison.Ordinal)
        ? new JArray(text.Split(Separator))
        : new JValue(text);
}
