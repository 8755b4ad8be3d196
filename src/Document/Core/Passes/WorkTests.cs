using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Passes;

/// <summary>How a document that an operation has something to do on looks, where looking tells.</summary>
internal static class WorkTests
{
    /// <summary>One of these holds for every document that the chain would change; null when that can't be said.</summary>
    /// <remarks>The first operation of the chain that changes a document sees it as it is stored: so the tests of all of them, on the document as it is, leave none out.</remarks>
    public static IReadOnlyList<ShapeTest>? Of(IEnumerable<ReshapeOperation> chain)
    {
        var tests = new List<ShapeTest>();
        foreach (var operation in chain)
        {
            if (Of(operation) is not { } own)
            {
                return null;
            }

            tests.AddRange(own);
        }

        return tests;
    }

    /// <summary>
    /// Whether a document that the chain changed is one that it would not change again. Said only of operations that have nothing to do with each other: after a rename of
    /// <c>a</c> to <c>b</c>, and then one of <c>c</c> to <c>a</c>, the looks of a document tell nothing.
    /// </summary>
    public static bool TellsApart(IReadOnlyList<ReshapeOperation> chain)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            // A stamp is the same, however often it is written.
            if (chain[i] is StampDocumentsOperation)
            {
                continue;
            }

            if (!chain[i].Disjoint || (chain[i] is ForEachOperation each && !TellsApart(each.Operations)))
            {
                return false;
            }

            var touched = chain[i].Paths.Concat(chain[i].Reads).ToList();
            if (chain.Skip(i + 1).Where(static later => later is not StampDocumentsOperation).SelectMany(static later => later.Paths.Concat(later.Reads))
                .Any(other => touched.Exists(path => path.StartsWith(other) || other.StartsWith(path))))
            {
                return false;
            }
        }

        return true;
    }

    private static IReadOnlyList<ShapeTest>? Of(ReshapeOperation operation) => operation switch
    {
        // What was kept aside came back in the scan; what is restored is known by that, not by looks.
        { TouchesDocuments: false } or RestoreFieldOperation { Path.IsRoot: false } => [],
        AddFieldOperation add => [new ShapeTest(add.Path, ShapeTestKind.Missing)],
        RemoveFieldOperation remove => [Present(remove.Path)],
        RenameFieldOperation rename => [Present(rename.From)],
        RenameFieldsOperation rename => [.. rename.Names.Select(name => Present(rename.Parent.Child(name.From)))],
        NestFieldsOperation nest => [.. nest.Fields.Select(field => Present(nest.Parent.Child(field)))],
        FlattenFieldOperation flatten => [new ShapeTest(flatten.Path, ShapeTestKind.Object)],
        SplitFieldOperation split => [Present(split.Path)],
        JoinFieldsOperation join => [.. join.Fields.Select(field => Present(join.Parent.Child(field)))],
        MapToArrayOperation map => [new ShapeTest(map.Path, ShapeTestKind.Object)],
        UnwrapArrayOperation unwrap => [new ShapeTest(unwrap.Path, ShapeTestKind.Array)],
        ArrayToMapOperation array => [new ShapeTest(array.Path, ShapeTestKind.Array)],
        ForEachOperation each => [new ShapeTest(each.Path, ShapeTestKind.Array)],
        _ => null,
    };

    private static ShapeTest Present(DocumentPath path) => new(path, ShapeTestKind.Present);
}
