using DocMigrate.Document.State;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Document.Comparison;

/// <summary>What a comparison can't know and nobody has said. All of it is asked at once. Not thread-safe.</summary>
internal sealed class OpenQuestions
{
    private readonly List<(string Field, FieldShape Shape)> _lacking = [];
    private readonly List<(string From, string To)> _moves = [];
    private readonly List<(string Field, string From, string[] To)> _values = [];

    /// <summary>A field that could be null or missing, and now can't.</summary>
    public void Lacks(string field, FieldShape shape) => _lacking.Add((field, shape));

    /// <summary>A field that is gone here and new there.</summary>
    /// <param name="from">The old place, with the collection before it.</param>
    /// <param name="to">The new one, without.</param>
    public void Moved(string from, string to) => _moves.Add((from, to));

    /// <summary>A text that a field can no longer be, while it can be others.</summary>
    public void Renamed(string field, string from, string[] to) => _values.Add((field, from, to));

    /// <exception cref="AnswerRequiredException">There is a question.</exception>
    public void RequireNone()
    {
        if (_moves.Count > 0)
        {
            throw new AnswerRequiredException(
                DocumentErrors.MoveUnstated,
                $"Were these fields moved? {string.Join("; ", _moves.Select(static move => $"'{move.From}' is gone, and '{move.To}' is new"))}. What is not moved is removed from the documents.",
                $"Say where each went: {Options("--rename", _moves.Select(static move => $"{move.From}={move.To}"))}; or, for one that was not moved, nothing on the right: {Options("--rename", [_moves[0].From + "="])}.");
        }

        if (_values.Count > 0)
        {
            throw new AnswerRequiredException(
                DocumentErrors.ValueUnstated,
                $"Were these texts renamed? {string.Join("; ", _values.Select(static value => $"'{value.Field}' can no longer be '{value.From}', and can now be {string.Join(" or ", value.To.Select(static to => $"'{to}'"))}"))}. Documents still have the old ones.",
                $"Say what became of each: {Options("--rename", _values.Select(static value => $"{value.Field}.{value.From}={value.To[0]}"))}; or, for one that documents shall keep, nothing on the right: {Options("--rename", [$"{_values[0].Field}.{_values[0].From}="])}.");
        }

        if (_lacking.Count > 0)
        {
            throw new AnswerRequiredException(
                DocumentErrors.DefaultRequired,
                $"What do documents get in {string.Join(", ", _lacking.Select(static item => $"'{item.Field}'"))} where it is null or missing? It could be, and now can't.",
                $"Say it as JSON: {Options("--default", _lacking.Select(static item => $"{item.Field}={Example(item.Shape)}"))}; or let the property be null, or give it a default.");
        }
    }

    private static string Options(string option, IEnumerable<string> values) => string.Join(' ', values.Select(value => $"{option} '{value}'"));

    private static string Example(FieldShape shape) => shape switch
    {
        { Kind: ShapeKind.List } => "[]",
        { Kind: ShapeKind.Object or ShapeKind.Map } => "{}",
        { Values: [var first, ..] } => first,
        _ => shape.Scalar switch
        {
            ScalarKind.Boolean => "false",
            ScalarKind.Int32 or ScalarKind.Int64 or ScalarKind.Double or ScalarKind.Decimal => "0",
            ScalarKind.DateTime => "2026-01-31T00:00:00Z",
            ScalarKind.Date => "2026-01-31",
            ScalarKind.Time => "00:00:00",
            ScalarKind.Guid => "00000000-0000-0000-0000-000000000000",
            _ => "…",
        },
    };
}
