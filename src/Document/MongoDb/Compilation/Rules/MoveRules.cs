using DocMigrate.Document.Compilation;
using DocMigrate.Document.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>Fields renamed and moved. Each is exact under its guards, else null.</summary>
internal static class MoveRules
{
    public static SymbolicDocument? RenameMany(SymbolicDocument document, RenameFieldsOperation operation)
    {
        var parent = operation.Parent.Segments;
        var moved = operation.Names.Select(name => document.Source(parent.Add(name.From))).OfType<OriginalSlot>().ToList();
        if (moved.Count < operation.Names.Count || !Mql.CanName(operation.Names.Select(static name => name.To)))
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

    public static SymbolicDocument? Rename(SymbolicDocument document, RenameFieldOperation operation, int index)
    {
        // In one object nothing has to be made, and nothing is left empty.
        var together = operation.From.Parent.Equals(operation.To.Parent);
        var creates = operation.CreateParents && operation.To.Segments.Count > 1 && !together;
        var prunes = operation.PruneParents && operation.From.Segments.Count > 1 && !together;
        return (operation.Target == TargetPolicy.Fail, creates || prunes) switch
        {
            (true, false) => Rename(document, operation.From.Segments, operation.To.Segments),
            (true, true) => Move(document, operation.From.Segments, operation.To.Segments, creates, prunes),
            (false, false) => Replace(document, operation, index),
            _ => null,
        };
    }

    /// <summary>A move that makes the objects around the target, or takes away those around the source that it leaves empty.</summary>
    private static SymbolicDocument? Move(SymbolicDocument document, ValueList<string> from, ValueList<string> to, bool creates, bool prunes)
    {
        if (document.InPlace(from) is null || document.InPlace(to) is null)
        {
            return null;
        }

        var (moved, there) = (document.At(from), document.IsThere(from));
        var result = document.Where(document.IsMissing(to)).WorkWhen(there).WorkWhen(document.IsThere(to));
        result = prunes
            ? Put(result.InObject(from), from, Mql.If(there, Pruned(document, from, 1), document.At(First(from, 1))))
            : result.InObject(from)?.With(from, Slot.Absent);
        return creates
            ? Put(Makeable(result, to), to, Mql.If(there, Made(document, to, moved, 1), document.At(First(to, 1))))
            : result?.InObject(to)?.With(to, new OriginalSlot(from));
    }

    /// <summary>Where the target is there its document does not fit, which is for the in-process executor to say.</summary>
    private static SymbolicDocument? Rename(SymbolicDocument document, ValueList<string> from, ValueList<string> to)
    {
        if (!Mql.CanName(from) || document.Get(from) is not OriginalSlot moved)
        {
            return null;
        }

        return document.Free(to)?
            .InObject(from)?
            .WorkWhen(document.IsThere(moved.Path))
            .With(to, moved)?
            .With(from, Slot.Absent);
    }

    /// <summary>A rename that says which of two values stays; the other one is kept aside.</summary>
    private static SymbolicDocument? Replace(SymbolicDocument document, RenameFieldOperation operation, int index)
    {
        var (from, to) = (operation.From.Segments, operation.To.Segments);
        if (document.Source(from) is not { } source || document.InPlace(to) is null)
        {
            return null;
        }

        var (moved, present) = (document.At(source.Path), document.At(to));
        var (there, occupied) = (Mql.IsThere(moved), Mql.IsThere(present));
        var stays = operation.Target switch
        {
            TargetPolicy.KeepNew => Mql.False,
            TargetPolicy.KeepOld => occupied,
            _ => Mql.Not(Mql.IsAbsent(present)),
        };
        var goes = Mql.And(occupied, Mql.Not(stays));

        // A document that has only the target is marked.
        var result = document
            .Where(Mql.Or(there, Mql.Not(occupied)))
            .InObject(to)?
            .InObject(from)?
            .WorkWhen(there)
            .WorkWhen(occupied)
            .With(to, Mql.IsFalse(stays) ? source : new ComputedSlot(Mql.If(stays, present, moved)))?
            .With(from, Slot.Absent);
        if (operation.Target != TargetPolicy.KeepOld)
        {
            result = result?.Keeping(new MongoKeep(index, to, goes, present, null));
        }

        return Mql.IsFalse(stays) ? result : result?.Keeping(new MongoKeep(index, from, stays, moved, null));
    }

    /// <summary>Requires of each object around a place that it is missing or has fields: the way back takes away what it leaves empty.</summary>
    private static SymbolicDocument? Makeable(SymbolicDocument? document, ValueList<string> path)
    {
        var result = document;
        for (var depth = 1; depth < path.Count; depth++)
        {
            var around = result?.At(First(path, depth));
            result = around is null ? null
                : result!.Where(Mql.Or(Mql.IsMissing(around), Mql.And(Mql.Is(around, "object"), Mql.Call("$ne", around, Mql.Literal(new JObject())))));
        }

        return result;
    }

    /// <summary>The object at the top of a path, with what is put made on the way to it.</summary>
    private static JToken Made(SymbolicDocument document, ValueList<string> path, JToken value, int depth)
    {
        var around = document.At(First(path, depth));
        return Mql.With(
            Mql.If(Mql.IsMissing(around), Mql.Literal(new JObject()), around),
            path[depth],
            depth == path.Count - 1 ? value : Made(document, path, value, depth + 1));
    }

    /// <summary>The object at the top of a path without the field, and without the objects that it leaves empty; nothing where that is all.</summary>
    private static JToken Pruned(SymbolicDocument document, ValueList<string> path, int depth)
    {
        var around = document.At(First(path, depth));
        var rest = Mql.With(around, path[depth], depth == path.Count - 1 ? Mql.Nothing : Pruned(document, path, depth + 1));
        return Mql.Let("rest", rest, static rest => Mql.If(Mql.Equal(rest, Mql.Literal(new JObject())), Mql.Nothing, rest));
    }

    private static SymbolicDocument? Put(SymbolicDocument? document, ValueList<string> path, JToken value) =>
        document?.InPlace(First(path, 1)) is null ? null : document.With(First(path, 1), new ComputedSlot(value));

    private static ValueList<string> First(ValueList<string> path, int count) => path.Take(count).ToValueList();
}
