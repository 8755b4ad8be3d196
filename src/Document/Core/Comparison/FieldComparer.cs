using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Comparison;

/// <summary>Finds fields of one object, at any depth, that were moved, changed their type, are new or are gone. Used once.</summary>
/// <param name="draft">The shape that there is; gets the operations.</param>
/// <param name="names">What the fields are called by whoever answers questions.</param>
/// <param name="questions">Gets what is not known.</param>
internal sealed class FieldComparer(ReshapeDraft draft, FieldNames names, OpenQuestions questions)
{
    private FieldMoves? _moves;

    /// <summary>Brings the draft to a shape.</summary>
    public void Compare(FieldShape wanted)
    {
        _moves = new FieldMoves(draft, names, wanted);
        _moves.Apply();
        UnstatedMoves.Find(draft.Current, wanted, names, questions);
        Compare(DocumentPath.Root, wanted);
    }

    private void Compare(DocumentPath parent, FieldShape wanted)
    {
        foreach (var field in wanted.Fields)
        {
            var path = parent.Child(field.Name);
            if (draft.Current.Find(path) is not { } current)
            {
                Introduce(path, field);
                continue;
            }

            if (current != field.Shape)
            {
                Change(path, current, field);
            }
        }

        var gone = draft.Current.Find(parent)!.Fields.Select(static field => field.Name).Except(wanted.Fields.Select(static field => field.Name));
        foreach (var name in gone.ToArray())
        {
            draft.Add(new RemoveFieldOperation { Collection = draft.Collection, Path = parent.Child(name) });
        }
    }

    private void Introduce(DocumentPath path, NamedField field)
    {
        if (Default(path, field) is { } value)
        {
            draft.Add(new AddFieldOperation
            {
                Collection = draft.Collection, Path = path, Value = value, Shape = ShapeOf.Value(value) == field.Shape ? null : field.Shape,
            });
        }
        else
        {
            draft.Add(new DeclareFieldOperation { Collection = draft.Collection, Path = path, Shape = field.Shape });
        }
    }

    private void Change(DocumentPath path, FieldShape current, NamedField field)
    {
        var wanted = field.Shape;
        TypeChange.Find(draft, path, current, wanted);
        MapValues(path, wanted);
        var now = draft.Current.Find(path)!;
        var filled = now.Nullable && !wanted.Nullable ? Default(path, field) : null;
        if (now.Nullable && !wanted.Nullable && filled is null)
        {
            questions.Lacks(names.Full(path), wanted);
        }

        var by = "";
        if (now.Kind == ShapeKind.Object && wanted.Kind == ShapeKind.Object)
        {
            Declare(path, now with { Nullable = wanted.Nullable });
            Compare(path, wanted);
        }
        else if (now.Kind == wanted.Kind && now.Kind is ShapeKind.List or ShapeKind.Map && now.Element!.Kind == wanted.Element!.Kind)
        {
            by = ChangeElements(path, now, wanted);
        }
        else if (!TypeChange.IsOnlyDeclared(now, wanted))
        {
            by = $"The documents keep what they have in '{names.Of(path)}': no operation makes {TypeChange.Describe(wanted)} of {TypeChange.Describe(now)}. If they are to change, write a Transform in this place.";
        }

        if (filled is not null)
        {
            draft.Add(new SetFieldOperation
            {
                Collection = draft.Collection,
                Path = path,
                Value = new CoalesceExpression { Values = [new PathExpression { Path = path }, new LiteralExpression { Value = filled }] },
                Shape = wanted,
            });
        }

        if (draft.Current.Find(path) is { } result && result != wanted)
        {
            Declare(path, wanted, by.Length == 0 ? null : by);
        }
    }

    /// <summary>Changes what an array's elements or a map's values are.</summary>
    /// <returns>What can't be done, as a sentence; empty when all can.</returns>
    private string ChangeElements(DocumentPath path, FieldShape now, FieldShape wanted)
    {
        var (element, target) = (now.Element!, wanted.Element!);
        if (element.Kind != ShapeKind.Object)
        {
            return element with { Nullable = target.Nullable } == target || TypeChange.IsOnlyDeclared(element, target)
                ? ""
                : $"The {(now.Kind == ShapeKind.List ? "elements" : "values")} of '{names.Of(path)}' stay what they are: no operation makes {TypeChange.Describe(target)} of {TypeChange.Describe(element)} there. If they are to change, write a Transform in this place.";
        }

        Declare(path, now with { Nullable = wanted.Nullable, Element = element with { Nullable = target.Nullable } });
        var inner = new ReshapeDraft("", element);
        new FieldComparer(inner, names.Into(path, _moves!.Before(path)), questions).Compare(target);
        if (inner.Operations.Count > 0)
        {
            var operations = inner.Operations.ToValueList();
            draft.Add(now.Kind == ShapeKind.List
                ? new ForEachOperation { Collection = draft.Collection, Path = path, Operations = operations }
                : new ForEachValueOperation { Collection = draft.Collection, Path = path, Operations = operations });
        }

        return "";
    }

    private void MapValues(DocumentPath path, FieldShape wanted)
    {
        var now = draft.Current.Find(path)!;
        if (now.Values.Count == 0 || wanted.Values.Count == 0)
        {
            return;
        }

        var lost = now.Values.Except(wanted.Values).ToList();
        var gained = wanted.Values.Except(now.Values).ToList();
        var renamed = gained.Select(value => (Old: names.OldValue(path, value, lost), New: value)).Where(static pair => pair.Old is not null).ToList();
        if (renamed.Count > 0)
        {
            var same = now.Values.Intersect(wanted.Values).Select(static value => (Old: (string?)value, New: value));
            draft.Add(new MapValuesOperation
            {
                Collection = draft.Collection,
                Path = path,
                Table = renamed.Concat(same).Select(pair => new ValueMapping(DiscriminatorText.ValueOf(pair.Old!, now), DiscriminatorText.ValueOf(pair.New, now))).ToValueList(),
                Note = "A text that is not in the table stops the run before anything is written; onError: OnError.Quarantine sets its document aside, OnError.Keep leaves it.",
            });
        }

        var open = gained.Except(renamed.Select(static pair => pair.New)).ToArray();
        foreach (var value in lost.Except(renamed.Select(static pair => pair.Old!)).Where(value => open.Length > 0 && !names.IsGone(path, value)))
        {
            questions.Renamed(names.Full(path), value, open);
        }
    }

    private void Declare(DocumentPath path, FieldShape shape, string? note = null)
    {
        if (draft.Current.Find(path) != shape)
        {
            draft.Add(new DeclareFieldOperation { Collection = draft.Collection, Path = path, Shape = shape, Note = note });
        }
    }

    /// <summary>The value for documents that have none: the stated one, else the model's; null for none.</summary>
    private JToken? Default(DocumentPath path, NamedField field) =>
        names.DefaultFor(path) is { } stated ? Stated(path, field.Shape, stated) : field.Default;

    private JToken Stated(DocumentPath path, FieldShape shape, string json)
    {
        JToken? value;
        try
        {
            value = ScalarValue.Fit(DocumentReader.ReadValue(json), shape);
        }
        catch (DataException error)
        {
            throw BadDefault(path, json, error.Message);
        }

        return value ?? throw BadDefault(path, json, "it is no value of the field's type");
    }

    private ConfigurationException BadDefault(DocumentPath path, string json, string reason) => new(
        DocumentErrors.BadDefault,
        $"The default {json} of '{names.Full(path)}' does not fit: {reason}.",
        $"State it as JSON: --default '{names.Full(path)}=…', with text in double quotes.");
}
