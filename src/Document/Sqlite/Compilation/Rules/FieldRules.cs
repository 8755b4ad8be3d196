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
        var value = new ComputedSlot($"jsonb({SqliteName.Text(DocumentWriter.Write(operation.Value))})", null);
        return document.Free(path)?.WorkWhen("1").With(path, value);
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

    public static SymbolicDocument? Rename(SymbolicDocument document, RenameFieldOperation operation)
    {
        var from = operation.From.Segments;
        if (!JsonPathSql.CanWrite(from) || document.Get(from) is not OriginalSlot moved)
        {
            return null;
        }

        return document.Free(operation.To.Segments)?
            .InObject(from)?
            .WorkWhen($"{document.TypeOf(moved.Path)} IS NOT NULL")
            .Regularly(moved.Path, ValueCheck.Present)
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
