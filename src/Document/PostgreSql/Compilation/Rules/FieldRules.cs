using DocMigrate.Document.Compilation;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Compilation.Rules;

/// <summary>Fields added, removed, renamed, nested and flattened. Each is exact under its guards, else null.</summary>
internal static class FieldRules
{
    public static SymbolicDocument? Add(SymbolicDocument document, AddFieldOperation operation)
    {
        // A document that has the field is marked, so that the way back leaves it alone: that is the in-process executor's work.
        var path = operation.Path.Segments;
        return JsonbText.CanHold(operation.Value)
            ? document.Free(path)?.WorkWhen(PgSql.True).With(path, new ComputedSlot(PgSql.Constant(operation.Value), null))
            : null;
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
            .Keeping(new ServerKeep(index, path, present, document.At(source.Path), null));
    }

    public static SymbolicDocument? Stamp(SymbolicDocument document, StampDocumentsOperation operation)
    {
        var path = DocumentPath.Of(operation.Field).Segments;
        if (document.Source(path) is not { } source || !source.Path.Equals(path))
        {
            return null;
        }

        if (operation.Stamp is not { } stamp)
        {
            return document.WorkWhen(document.IsThere(path)).With(path, Slot.Absent);
        }

        // What bears it already may have been done: that is for the in-process executor to judge.
        var other = $"({document.At(path)} IS DISTINCT FROM {PgSql.Constant(new JValue(stamp))})";
        return document.Where(other).WorkWhen(other).With(path, new ComputedSlot(PgSql.Constant(new JValue(stamp)), null));
    }

    public static SymbolicDocument? RenameMany(SymbolicDocument document, RenameFieldsOperation operation)
    {
        var parent = operation.Parent.Segments;
        var moved = operation.Names.Select(name => document.Source(parent.Add(name.From))).OfType<OriginalSlot>().ToList();
        if (moved.Count < operation.Names.Count || !Places.CanWrite(operation.Names.Select(static name => name.To)))
        {
            return null;
        }

        var result = moved.Aggregate(document.InObject(parent.Add(operation.Names[0].From)), (current, slot) => current?.WorkWhen(document.IsThere(slot.Path)));
        foreach (var fresh in operation.Names.Select(static name => name.To).Where(to => operation.Names.All(name => name.From != to)))
        {
            result = result?.Free(parent.Add(fresh));
        }

        result = operation.Names.Aggregate(result, (current, name) => current?.With(parent.Add(name.From), Slot.Absent));
        return operation.Names.Zip(moved).Aggregate(result, (current, pair) => current?.With(parent.Add(pair.First.To), pair.Second));
    }

    // Where the target is there its policy decides, in process.
    public static SymbolicDocument? Rename(SymbolicDocument document, RenameFieldOperation operation)
    {
        var from = operation.From.Segments;
        if (!Places.CanWrite(from) || document.Get(from) is not OriginalSlot moved)
        {
            return null;
        }

        return document.Free(operation.To.Segments)?
            .InObject(from)?
            .WorkWhen(document.IsThere(moved.Path))
            .With(operation.To.Segments, moved)?
            .With(from, Slot.Absent);
    }

    public static SymbolicDocument? Nest(SymbolicDocument document, NestFieldsOperation operation)
    {
        var into = operation.Parent.Child(operation.Into).Segments;
        var result = document.Free(into);
        var children = new List<KeyValuePair<string, Slot>>();
        foreach (var field in operation.Fields)
        {
            var path = operation.Parent.Child(field).Segments;
            if (result is null || !Places.CanWrite(path))
            {
                return null;
            }

            var slot = document.Get(path);
            if (slot is not AbsentSlot)
            {
                children.Add(KeyValuePair.Create(field, slot));
                result = result.WorkWhen(slot is OriginalSlot original ? document.IsThere(original.Path) : PgSql.True).With(path, Slot.Absent);
            }
        }

        return children.Count == 0 ? null : result?.With(into, new BuiltSlot(children.ToValueList()));
    }

    public static SymbolicDocument? Flatten(SymbolicDocument document, FlattenFieldOperation operation)
    {
        var path = operation.Path.Segments;
        if (document.Source(path) is not { } source || !Places.CanWrite(operation.Fields))
        {
            return null;
        }

        // Other keys stay in the sub-document: such a document is left to the in-process executor.
        var inner = document.At(source.Path);
        var whole = PgSql.InOrder(document.IsPlainObject(source.Path), $"({inner} <> '{{}}'::jsonb AND {inner} - {PgSql.Array(operation.Fields)} = '{{}}'::jsonb)");
        var result = document
            .Where($"({document.IsMissing(source.Path)} OR {whole})")
            .WorkWhen(document.IsThere(source.Path))
            .With(path, Slot.Absent);
        foreach (var field in operation.Fields)
        {
            var place = Places.Parent(path).Add(field);
            result = result?.Free(place)?.With(place, new OriginalSlot(source.Path.Add(field)));
        }

        return result;
    }
}
