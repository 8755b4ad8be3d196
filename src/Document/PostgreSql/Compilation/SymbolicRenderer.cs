using DocMigrate.Document.Compilation;

namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>Writes a <see cref="SymbolicDocument"/> as one expression: for each object that changes, the keys that go are taken out and the new ones put in by one concatenation.</summary>
/// <param name="document">The document after the chain.</param>
internal sealed class SymbolicRenderer(SymbolicDocument document)
{
    /// <summary>A function takes 100 arguments (https://www.postgresql.org/docs/current/runtime-config-preset.html, max_function_args): 50 pairs.</summary>
    private const int MostPairs = 50;

    /// <summary>The expression; jsonb.</summary>
    public static string Render(SymbolicDocument document) => new SymbolicRenderer(document).Render(document.Root);

    private string Render(OriginalSlot slot)
    {
        var gone = new List<string>();
        var fields = new List<Field>();
        foreach (var (key, child) in slot.Overrides)
        {
            var place = slot.Path.Add(key);
            if (child is OriginalSlot inPlace && inPlace.Path.Equals(place))
            {
                // What is no object has none of the fields that change in it, and stays.
                fields.Add(new Field(key, Render(inPlace), $"{document.TypeOf(place)} = 'object'"));
                continue;
            }

            var presence = child is AbsentSlot ? "false" : document.PresenceOf(child);
            if (presence is not null && !document.Guards.Contains(document.IsMissing(place)))
            {
                gone.Add(key);
            }

            if (child is not AbsentSlot)
            {
                fields.Add(new Field(key, Value(child), presence));
            }
        }

        var source = document.At(slot.Path);
        var left = gone.Count switch
        {
            0 => source,
            1 => $"({source} - {PgSql.Text(gone[0])}::text)",
            _ => $"({source} - {PgSql.Array(gone)})",
        };
        return fields.Count == 0 ? left : $"({left} || {Object(fields)})";
    }

    private string Value(Slot slot) => slot switch
    {
        // What is no object has none of the fields that change in it, and moves as it is.
        OriginalSlot original => original.Untouched
            ? document.At(original.Path)
            : $"CASE {document.TypeOf(original.Path)} WHEN 'object' THEN {Render(original)} ELSE {document.At(original.Path)} END",
        ComputedSlot computed => computed.Sql,
        BuiltSlot built => Object([.. built.Children
            .Where(static child => child.Value is not AbsentSlot)
            .Select(child => new Field(child.Key, Value(child.Value), document.PresenceOf(child.Value)))]),
        _ => throw new InvalidOperationException($"Nothing can't be written as a value ({slot})."),
    };

    /// <summary>An object of the fields that are there. Most documents have them all, and get it in one go.</summary>
    private static string Object(List<Field> fields)
    {
        var conditions = fields.Select(static field => field.Present).OfType<string>().Distinct().ToList();
        var whole = Build(fields);
        if (conditions.Count == 0)
        {
            return whole;
        }

        var parts = fields.GroupBy(static field => field.Present).Select(static group =>
            group.Key is null ? Build([.. group]) : $"CASE WHEN {group.Key} THEN {Build([.. group])} ELSE '{{}}'::jsonb END").ToList();
        return parts.Count == 1 ? $"({parts[0]})" : $"(CASE WHEN {string.Join(" AND ", conditions)} THEN {whole} ELSE {string.Join(" || ", parts)} END)";
    }

    private static string Build(IReadOnlyList<Field> fields)
    {
        var objects = fields.Chunk(MostPairs).Select(static chunk =>
            $"jsonb_build_object({string.Join(", ", chunk.Select(static field => $"{PgSql.Text(field.Key)}, {field.Value}"))})").ToList();
        return objects.Count == 1 ? objects[0] : $"({string.Join(" || ", objects)})";
    }

    private sealed record Field(string Key, string Value, string? Present);
}
