using DocMigrate.Operations;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Planning;

/// <summary>Follows the name of a table or collection over steps that rename it.</summary>
internal static class CollectionNames
{
    /// <summary>What something is called before steps are run that is called <paramref name="name"/> after them.</summary>
    public static string Before(string name, IEnumerable<PlannedOperation> operations) => operations.Reverse()
        .Select(static operation => Rename(operation.Effective))
        .Aggregate(name, static (known, rename) => rename is { } renamed && renamed.To == known ? renamed.From : known);

    /// <summary>What things are called after steps that are called <paramref name="names"/> before them.</summary>
    public static IEnumerable<string> After(IEnumerable<string> names, IReadOnlyList<PlannedOperation> operations) => names.Select(name => operations
        .Select(static operation => Rename(operation.Effective))
        .Aggregate(name, static (known, rename) => rename is { } renamed && renamed.From == known ? renamed.To : known));

    private static (string From, string To)? Rename(MigrationOperation? operation) =>
        operation?.Touches() is [{ Reads: false, Subject: { } from, Path.Count: 0 }, .., { Reads: false, Subject: { } to, Path.Count: 0 }] && from != to ? (from, to) : null;
}
