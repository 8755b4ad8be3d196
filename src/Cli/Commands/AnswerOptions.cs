using System.Text.Json;
using DocMigrate.Comparison;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary>Reads the answers that a command line gives to <c>makemigrations</c>.</summary>
internal static class AnswerOptions
{
    /// <summary>Reads <c>orders=purchases</c>, <c>orders.qty=quantity</c>, or <c>customers.address.zip=address.postcode</c>.</summary>
    /// <exception cref="ConfigurationException">It is none of these.</exception>
    public static RenameHint Rename(string text)
    {
        var (from, to) = Split(text) ?? throw Wrong(
            $"--rename '{text}' does not say what was renamed to what.", "Write --rename orders.qty=quantity for a column or field, --rename orders=purchases for a table or collection.");
        var dot = from.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0)
        {
            return new RenameHint(null, from, to);
        }

        var entity = from[..dot];
        var path = from[(dot + 1)..];
        var target = to.StartsWith(entity + ".", StringComparison.Ordinal) ? to[(entity.Length + 1)..] : to;
        var last = path.LastIndexOf('.');

        // A bare new name stays where the old one was, in the same nested object.
        return new RenameHint(entity, path, last > 0 && !target.Contains('.', StringComparison.Ordinal) ? $"{path[..last]}.{target}" : target);
    }

    /// <summary>Reads <c>orders.currency=EUR</c>. What is JSON is taken as JSON, anything else as text.</summary>
    /// <exception cref="ConfigurationException">It is not of that form.</exception>
    public static DefaultAnswer Default(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && equals > dot + 1
            ? new DefaultAnswer(text[..dot], text[(dot + 1)..equals], Json(text[(equals + 1)..]))
            : throw Wrong($"--default '{text}' does not say which column gets which value.", "Write --default orders.currency=EUR.");
    }

    private static (string From, string To)? Split(string text)
    {
        var parts = text.Split('=');
        return parts is [{ Length: > 0 } from, { Length: > 0 } to] ? (from, to) : null;
    }

    private static string Json(string value)
    {
        try
        {
            using var json = JsonDocument.Parse(value);
            return value;
        }
        catch (JsonException)
        {
            return JsonSerializer.Serialize(value);
        }
    }

    private static ConfigurationException Wrong(string message, string remedy) => new(CliErrors.Usage, message, remedy);
}
