using DocMigrate.Errors;

namespace DocMigrate.Engine.Detection;

/// <summary>Takes <c>store:left=right</c> apart.</summary>
/// <param name="Text">The whole, for messages.</param>
/// <param name="Store">The store; null when none is named.</param>
/// <param name="Left">What is before the first equals sign.</param>
/// <param name="Right">What is after it; may be empty.</param>
internal sealed record AnswerSyntax(string Text, string? Store, string Left, string Right)
{
    /// <exception cref="ConfigurationException">There is no equals sign, or nothing before it.</exception>
    public static AnswerSyntax Parse(string option, string text, string example, IEnumerable<string> stores)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new ConfigurationException(
                DetectionErrors.MalformedAnswer, $"'{option} {text}' can't be read.", $"Write it as in: {option} {example}");
        }

        var left = text[..equals].Trim();
        var colon = left.IndexOf(':', StringComparison.Ordinal);
        var store = colon > 0 && stores.Contains(left[..colon]) ? left[..colon] : null;
        return new AnswerSyntax(text, store, store is null ? left : left[(colon + 1)..], text[(equals + 1)..].Trim());
    }
}
