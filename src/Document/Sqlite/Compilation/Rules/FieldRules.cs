using DocMigrate.Document.Compilation;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Regular;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>Fields added, removed, renamed, nested and flattened. Each is exact under its guards, else null.</summary>
internal static class FieldRules
{
    public static SymbolicDocument? Add(SymbolicDocument document, AddFieldOperation operation)
    {
        // A document that has the field is marked, so that the way back leaves it alone: that is the in-process executor's work.
        var path = operation.Path.Segments;
        return document.Free(path)?.WorkWhen("1").With(path, ComputedSlot.Of(DocumentWriter.Write(operation.Value)));
    }

    public static SymbolicDocument? Remove(SymbolicDocument document, RemoveFieldOperation operation, int index)
    {
        var path = operation.Path.Segments;
        if (document.Source(path) is not { } source)
        {
            return null;
        }

        var present = $"{document.TypeOf(source.Path)} IS NOT NULL";
        return document.With(path, Slot.Absent)?
            .WorkWhen(present)
            .Regularly(source.Path, ValueCheck.Present)
            .Keeping(new ServerKeep(index, path, present, document.TextOf(source.Path)));
    }

    public static SymbolicDocument? Stamp(SymbolicDocument document, StampDocumentsOperation operation)
    {
        var path = DocumentPath.Of(operation.Field).Segments;
        if (!JsonPathSql.CanWrite(path))
        {
            return null;
        }

        return operation.Stamp is { } stamp
            ? document.Irregular()

                // What bears it already may have been done: that is for the in-process executor to judge.
                .Where($"{document.ValueOf(path)} IS NOT {SqliteName.Text(stamp)}")
                .WorkWhen($"{document.ValueOf(path)} IS NOT {SqliteName.Text(stamp)}")
                .With(path, ComputedSlot.Of(DocumentWriter.Write(stamp)))
            : document.Irregular().WorkWhen($"{document.TypeOf(path)} IS NOT NULL").With(path, Slot.Absent);
    }

    public static SymbolicDocument? Rename(SymbolicDocument document, RenameFieldOperation operation)
    {
        var from = operation.From.Segments;
        if (!JsonPathSql.CanWrite(from) || document.Get(from) is not OriginalSlot moved)
        {
            return null;
        }

        // Where the target is there its policy decides, in process.
        var free = operation.CreateParents ? document.FreeInParents(operation.To.Segments) : document.Free(operation.To.Segments);
        return operation.PruneParents ? null : free?
            .InObject(from)?
            .WorkWhen($"{document.TypeOf(moved.Path)} IS NOT NULL")
            .Regularly(moved.Path, ValueCheck.Present)
            .With(operation.To.Segments, moved)?
            .With(from, Slot.Absent);
    }

    public static SymbolicDocument? RenameMany(SymbolicDocument document, RenameFieldsOperation operation)
    {
        var parent = operation.Parent.Segments;
        var moved = operation.Names.Select(name => document.Source(parent.Add(name.From))).ToArray();
        var result = document;
        for (var i = 0; i < moved.Length && result is not null; i++)
        {
            var (from, to) = (parent.Add(operation.Names[i].From), parent.Add(operation.Names[i].To));
            if (moved[i] is not { } slot)
            {
                return null;
            }

            result = operation.Names.Any(name => name.From == operation.Names[i].To) ? result : result.Free(to);
            result = result?.InObject(from)?
                .WorkWhen($"{document.TypeOf(slot.Path)} IS NOT NULL")
                .Regularly(slot.Path, ValueCheck.Present);
        }

        result = operation.Names.Aggregate(result, (current, name) => current?.With(parent.Add(name.From), Slot.Absent));
        return operation.Names.Zip(moved).Aggregate(
            result, (current, pair) => JsonPathSql.CanWrite([pair.First.To]) ? current?.With(parent.Add(pair.First.To), pair.Second!) : null);
    }

    public static SymbolicDocument? Nest(SymbolicDocument document, NestFieldsOperation operation)
    {
        var into = operation.Parent.Child(operation.Into).Segments;
        var result = document.Free(into);
        var children = new List<KeyValuePair<string, Slot>>();
        foreach (var field in operation.Fields)
        {
            var path = operation.Parent.Child(field).Segments;
            if (result is null || !JsonPathSql.CanWrite(path))
            {
                return null;
            }

            var slot = document.Get(path);
            if (slot is not AbsentSlot)
            {
                children.Add(KeyValuePair.Create(field, slot));
                result = slot is OriginalSlot original
                    ? result.WorkWhen($"{document.TypeOf(original.Path)} IS NOT NULL").Regularly(original.Path, ValueCheck.Present)
                    : result.WorkWhen("1");
                result = result.With(path, Slot.Absent);
            }
        }

        return children.Count == 0 ? null : result?.With(into, new BuiltSlot(children.ToValueList()));
    }

    public static SymbolicDocument? Flatten(SymbolicDocument document, FlattenFieldOperation operation)
    {
        var path = operation.Path.Segments;
        if (document.Source(path) is not { } source || !JsonPathSql.CanWrite(operation.Fields))
        {
            return null;
        }

        // Other keys stay in the sub-document: such a document is left to the in-process executor.
        var text = document.TextOf(source.Path);
        var keys = string.Join(", ", operation.Fields.Select(static field => JsonPathSql.Literal([field])));
        var whole = $"({document.IsPlainObject(source.Path)} AND {text} <> '{{}}' AND json_remove({text}, {keys}) = '{{}}')";
        var result = document
            .Where($"({document.TypeOf(source.Path)} IS NULL OR {whole})")
            .WorkWhen($"{document.TypeOf(source.Path)} IS NOT NULL")
            .Irregular()
            .With(path, Slot.Absent);
        foreach (var field in operation.Fields)
        {
            var place = Places.Parent(path).Add(field);
            result = result?.Free(place)?.With(place, new OriginalSlot(source.Path.Add(field)));
        }

        return result;
    }
}
