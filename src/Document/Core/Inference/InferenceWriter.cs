using System.Text;

namespace DocMigrate.Document.Inference;

/// <summary>Writes what the documents of a collection are like as a tree of lines.</summary>
internal static class InferenceWriter
{
    private const int WidestName = 40;

    public static string Write(InferredCollection collection)
    {
        var rows = new List<InferenceRow>();
        if (collection.Shape.Count > 0)
        {
            AddChildren(rows, 0, collection.Shape);
        }

        var text = new StringBuilder();
        text.Append(InferenceText.Key(collection.Collection)).Append(": ").Append(Extent(collection));
        if (collection.Unreadable > 0)
        {
            text.Append($"\n{InferenceText.Count(collection.Unreadable, "document")} can't be read and {(collection.Unreadable == 1 ? "is" : "are")} left out:");
            foreach (var sample in collection.UnreadableSamples)
            {
                text.Append($"\n  _id {sample.Id}: {sample.Problem}");
            }
        }

        var width = Math.Min(WidestName, rows.Select(static row => row.Label.Length).DefaultIfEmpty().Max());
        var presence = rows.Select(static row => row.Presence.Length).DefaultIfEmpty().Max();
        text.Append(rows.Count > 0 ? "\n" : "");
        foreach (var row in rows)
        {
            var line = row.IsNote ? row.Label : $"{row.Label.PadRight(width)}  {(presence > 0 ? row.Presence.PadLeft(presence) + "  " : "")}{row.Description}";
            text.Append('\n').Append(line.TrimEnd());
        }

        return text.ToString();
    }

    private static string Extent(InferredCollection collection) => collection switch
    {
        { Documents: 0 } => "no documents",
        _ when collection.Examined == collection.Documents => $"{InferenceText.Count(collection.Documents, "document")}, all read",
        _ => $"{InferenceText.Count(collection.Documents, "document")}, {InferenceText.Number(collection.Examined)} read",
    };

    /// <summary>What is inside a value: below it where it is clear what of it is meant, else under a line of its own for each.</summary>
    private static void AddChildren(List<InferenceRow> rows, int depth, InferredValue value)
    {
        var several = value is { Object: not null, Array: not null };
        if (value.Object is { } inner)
        {
            if (several)
            {
                rows.Add(new InferenceRow(Indent(depth, "{}"), "", "as an object"));
            }

            AddObject(rows, depth + (several ? 1 : 0), inner);
        }

        if (value.Array is { Element: { Count: > 0 } element })
        {
            AddElements(rows, depth, "[]", element, several ? InferenceDescription.Of(element) : null);
        }
    }

    /// <param name="rows">The lines.</param>
    /// <param name="depth">How deep.</param>
    /// <param name="label">How elements are written.</param>
    /// <param name="element">What they are.</param>
    /// <param name="title">What stands on the line for them; null for a line only where they are not said above.</param>
    private static void AddElements(List<InferenceRow> rows, int depth, string label, InferredValue element, string? title)
    {
        var own = title is not null || element.Types.Count > 1 || (InferenceDescription.NeedsLines(element) && !element.IsOnly(InferredType.Object));
        if (own)
        {
            rows.Add(new InferenceRow(Indent(depth, label), "", title ?? InferenceDescription.Of(element)));
        }

        AddChildren(rows, depth + (own ? 1 : 0), element);
    }

    private static void AddObject(List<InferenceRow> rows, int depth, InferredObject value)
    {
        foreach (var field in value.Fields)
        {
            var presence = field.Present == value.Count ? "" : (field.Approximate ? "about " : "") + InferenceText.Percent(field.Share);
            rows.Add(new InferenceRow(Indent(depth, InferenceText.Key(field.Name)), presence, InferenceDescription.Of(field.Value)));
            AddChildren(rows, depth + 1, field.Value);
        }

        if (value.Map is { } map)
        {
            AddElements(rows, depth, "{*}", map.Value, value.Fields.Count == 0 ? null : $"{InferenceDescription.Keys(map)}: {InferenceDescription.Of(map.Value)}");
        }

        if (value.Variants is { } variants)
        {
            AddVariants(rows, depth, variants);
        }
    }

    private static void AddVariants(List<InferenceRow> rows, int depth, InferredVariants variants)
    {
        var title = variants.Field is { } field ? $"kinds, by {InferenceText.Key(field)}:" : "kinds, by the keys that are there:";
        rows.Add(InferenceRow.Note(Indent(depth, title)));
        var width = variants.Kinds.Max(static kind => kind.Value?.Length ?? 0);
        foreach (var kind in variants.Kinds)
        {
            var keys = kind.Keys.Select(static key => InferenceText.Key(key.Name) + (key.Share < 1 ? $" ({InferenceText.Percent(key.Share)})" : ""));
            var text = $"{(kind.Value ?? "").PadRight(width)}{(width > 0 ? "  " : "")}{InferenceText.Percent(kind.Share),7}  {(kind.Keys.Count > 0 ? "with " + string.Join(", ", keys) : "with none of the keys that others have")}";
            rows.Add(InferenceRow.Note(Indent(depth + 1, text)));
        }

        if (variants.Others > 0)
        {
            rows.Add(InferenceRow.Note(Indent(depth + 1, $"and {InferenceText.Number(variants.Others)} of other kinds, each there once")));
        }
    }

    private static string Indent(int depth, string text) => new string(' ', depth * 2) + text;
}
