using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>Which documents a sweep is about. Thread-safe, as far as <paramref name="Takes"/> is.</summary>
/// <param name="Tests">A document for which none holds has nothing to be done. Null: that can't be said; all are read.</param>
/// <param name="Takes">Of those that are read: true for one that is to be done, false for one that is left, null for one of which that can't be said. Null for all.</param>
internal sealed record SweepScope(IReadOnlyList<ShapeTest>? Tests, Func<JObject, bool?>? Takes = null)
{
    /// <summary>Whether no document that it takes was done before, so that what it did not need is to be marked for the way back. Default false.</summary>
    public bool Once { get; init; }

    /// <summary>What a sweep of a pass that tells old from new is about.</summary>
    public static SweepScope ByLooks(ReshapePass pass) => new(WorkTests.Of(pass.Chain));

    /// <summary>
    /// What a sweep of a pass is about that can't tell old from new by looks, but over documents that bear stamps: those that say that they are where the pass began, or between two
    /// migrations of it. Null where documents do not bear stamps before and after.
    /// </summary>
    public static SweepScope? ByStamps(ReshapePass pass)
    {
        if (pass.Operations[^1].Operation is not StampDocumentsOperation { Stamp: { } current } stamping
            || DocumentSchema.From(pass.Operations[0].Planned.Before).Collection(pass.Collection) is not { } before || before.StampField != stamping.Field)
        {
            return null;
        }

        var old = pass.Operations.Select(static operation => operation.Operation).OfType<StampDocumentsOperation>()
            .Where(operation => operation.Field == stamping.Field && operation.Stamp != current).Select(static operation => operation.Stamp).Append(before.Chain.Stamp).ToHashSet();
        return OfStamps(stamping.Field, current, stamp => old.Contains(stamp) ? true : null);
    }

    /// <summary>Documents that do not bear a stamp, given what is done with one that bears which; null for none.</summary>
    public static SweepScope OfStamps(string field, string current, Func<string?, bool?> takes) =>
        new([ShapeTest.Other(DocumentPath.Of(field), current)], document => takes(StampOf(document, field))) { Once = true };

    /// <summary>The text in a document's stamp field; null for none.</summary>
    public static string? StampOf(JObject document, string field) => document.Property(field, StringComparison.Ordinal)?.Value is JValue { Value: string stamp } ? stamp : null;
}
