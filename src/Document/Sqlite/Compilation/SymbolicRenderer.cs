using DocMigrate.Document.Compilation;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>
/// Writes a <see cref="SymbolicDocument"/> as one expression: at most one <c>jsonb_set</c> and one <c>jsonb_remove</c> for a level that moved, and one more
/// <c>jsonb_remove</c> before where a place is emptied and filled again, so that what is put there comes last.
/// </summary>
internal sealed class SymbolicRenderer
{
    private readonly SymbolicDocument _document;
    private readonly List<string> _clears = [];
    private readonly List<string> _sets = [];
    private readonly List<string> _removes = [];
    private readonly HashSet<ValueList<string>> _gone = [];
    private readonly int _depth;

    private SymbolicRenderer(SymbolicDocument document, int depth) => (_document, _depth) = (document, depth);

    /// <summary>The expression; JSONB.</summary>
    public static string Render(SymbolicDocument document) => new SymbolicRenderer(document, 0).Render(document.Source, document.Root);

    private string Render(string source, OriginalSlot root)
    {
        FindGone(root);
        Write(root, []);
        foreach (var path in _gone)
        {
            _removes.Add(Left(path));
        }

        var cleared = _clears.Count == 0 ? source : $"jsonb_remove({source}, {string.Join(", ", _clears)})";
        var expression = _sets.Count == 0 ? cleared : $"jsonb_set({cleared}, {string.Join(", ", _sets)})";
        return _removes.Count == 0 ? expression : $"jsonb_remove({expression}, {string.Join(", ", _removes)})";
    }

    /// <summary>Collects the places that are emptied, for a value that moved from there into a new object to be paired with.</summary>
    private void FindGone(OriginalSlot slot)
    {
        foreach (var (key, child) in slot.Overrides)
        {
            var path = slot.Path.Add(key);
            if (child is AbsentSlot)
            {
                _gone.Add(path);
            }
            else if (child is OriginalSlot { Anew: false } inPlace && inPlace.Path.Equals(path))
            {
                FindGone(inPlace);
            }
        }
    }

    private void Write(OriginalSlot slot, ValueList<string> target)
    {
        foreach (var (key, child) in slot.Overrides)
        {
            var place = target.Add(key);
            if (child is OriginalSlot { Anew: false } original && original.Path.Equals(slot.Path.Add(key)))
            {
                Write(original, place);
            }
            else if (child is not AbsentSlot)
            {
                if (child.Anew)
                {
                    _clears.Add(JsonPathSql.Literal(place));
                }

                // Where nothing is to be put, the place is nowhere: jsonb_set would make the objects on the way to it.
                var there = JsonPathSql.Literal(place);
                if (_document.PresenceOf(child) is { } present)
                {
                    there = $"CASE WHEN {present} THEN {there} ELSE {JsonPathSql.Nowhere} END";
                }

                _sets.Add($"{there}, {Value(child, place)}");
            }
        }
    }

    private string Value(Slot slot, ValueList<string> place) => slot switch
    {
        OriginalSlot original => original.Untouched ? _document.Verbatim(original.Path) : Moved(original),
        ComputedSlot computed => computed.Sql,
        BuiltSlot built => $"jsonb_object({string.Join(", ", built.Children.Select(child => Child(child.Key, child.Value, place)).OfType<string>())})",
        _ => throw new InvalidOperationException($"Nothing can't be written as a value ({slot})."),
    };

    /// <summary>A child of a new object is put in any case, as null when there is none; then either the place it left or the place it took is removed.</summary>
    private string? Child(string key, Slot slot, ValueList<string> parent)
    {
        if (slot is AbsentSlot)
        {
            return null;
        }

        var place = parent.Add(key);
        if (_document.PresenceOf(slot) is { } present)
        {
            var otherwise = slot is OriginalSlot original && _gone.Remove(original.Path) ? Left(original.Path) : JsonPathSql.Nowhere;
            _removes.Add($"CASE WHEN {present} THEN {otherwise} ELSE {JsonPathSql.Literal(place)} END");
        }

        return $"{SqliteName.Text(key)}, {Value(slot, place)}";
    }

    /// <summary>A place that was left, relative to the value being written.</summary>
    private string Left(ValueList<string> path) => JsonPathSql.Literal(path.Skip(_depth));

    private string Moved(OriginalSlot original) => new SymbolicRenderer(_document, original.Path.Count).Render(_document.Verbatim(original.Path), original);
}
