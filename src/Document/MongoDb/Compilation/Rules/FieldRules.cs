using DocMigrate.Document.Compilation;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>Fields added, removed, stamped, nested and flattened. Each is exact under its guards, else null.</summary>
internal static class FieldRules
{
    public static SymbolicDocument? Add(SymbolicDocument document, AddFieldOperation operation)
    {
        // A document that has the field is marked, so that the way back leaves it alone: that is the in-process executor's work.
        var path = operation.Path.Segments;
        return Mql.CanHold(operation.Value) ? document.Free(path)?.WorkWhen(Mql.True).With(path, new ComputedSlot(Mql.Literal(operation.Value))) : null;
    }

    public static SymbolicDocument? Remove(SymbolicDocument document, RemoveFieldOperation operation, int index)
    {
        var path = operation.Path.Segments;
        if (document.Source(path) is not { } source)
        {
            return null;
        }

        var present = document.IsThere(source.Path);
        return document.With(path, Slot.Absent)?
            .WorkWhen(present)
            .Keeping(new MongoKeep(index, path, present, document.At(source.Path), null));
    }

    public static SymbolicDocument? Stamp(SymbolicDocument document, StampDocumentsOperation operation)
    {
        var path = DocumentPath.Of(operation.Field).Segments;
        if (document.InPlace(path) is null)
        {
            return null;
        }

        if (operation.Stamp is not { } stamp)
        {
            return document.With(path, Slot.Absent)?.WorkWhen(document.IsThere(path));
        }

        // What bears it already may have been done: that is for the in-process executor to judge.
        var other = Mql.Call("$ne", document.At(path), Mql.Text(stamp));
        return document.Where(other).WorkWhen(other).With(path, new ComputedSlot(Mql.Text(stamp)));
    }

    public static SymbolicDocument? Nest(SymbolicDocument document, NestFieldsOperation operation)
    {
        var into = operation.Parent.Child(operation.Into).Segments;
        var result = document.Free(into);
        var children = new List<KeyValuePair<string, Slot>>();
        foreach (var field in operation.Fields)
        {
            var path = operation.Parent.Child(field).Segments;
            if (result is null || !Mql.CanName(path))
            {
                return null;
            }

            var slot = document.Get(path);
            if (slot is not AbsentSlot)
            {
                children.Add(KeyValuePair.Create(field, slot));
                result = result.WorkWhen(document.PresenceOf(slot)).With(path, Slot.Absent);
            }
        }

        return children.Count == 0 ? null : result?.With(into, new BuiltSlot(children.ToValueList()));
    }

    public static SymbolicDocument? Flatten(SymbolicDocument document, FlattenFieldOperation operation)
    {
        var path = operation.Path.Segments;
        if (document.Source(path) is not { } source || !Mql.CanName(operation.Fields))
        {
            return null;
        }

        var inner = document.At(source.Path);
        var present = operation.Fields.Select(field => document.IsThere(source.Path.Add(field))).ToArray();
        JToken rest = operation.Fields.Aggregate(inner, static (current, field) => Mql.With(current, field, Mql.Nothing));

        // An object that had none of the fields stays, the empty one too.
        var left = Mql.Let("rest", rest, static rest => Mql.If(Mql.Equal(rest, Mql.Literal(new JObject())), Mql.Nothing, rest));
        var result = document
            .Where(Mql.IsAny(inner, "missing", "null", "object"))
            .WorkWhen(Mql.Not(Mql.IsAbsent(inner)))
            .With(path, new ComputedSlot(Mql.If(Mql.Or(present), left, inner)));
        foreach (var field in operation.Fields)
        {
            var place = Places.Parent(path).Add(field);
            result = result?.Free(place)?.With(place, new OriginalSlot(source.Path.Add(field)));
        }

        return result;
    }
}
