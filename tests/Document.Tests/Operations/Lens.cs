using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Tests;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Operations;

/// <summary>Takes documents through operations and back.</summary>
internal static class Lens
{
    /// <summary>Forth gives <paramref name="after"/>, back gives the input, and forth again what it gave before.</summary>
    public static void GoesForthAndBack(ReshapeOperation operation, string before, string after)
    {
        var document = DocumentReader.Read(before);
        var forth = new ReshapePipeline([operation]).Apply(document);

        Assert.Null(forth.Misfit);
        Assert.Equal(after, DocumentWriter.Write(forth.Document));
        Assert.Equal(before != after, forth.Changed);
        Assert.Equal(before, DocumentWriter.Write(document));
        Assert.True(IsIdentityThereAndBack(document, operation));
    }

    /// <summary>The document does not fit, and stays; or under <c>Keep</c> is left alone, on the way back too.</summary>
    public static Misfit DoesNotFit(ReshapeOperation operation, string before)
    {
        var document = DocumentReader.Read(before);
        var outcome = new ReshapePipeline([operation]).Apply(document);

        Assert.NotNull(outcome.Misfit);
        Assert.Same(document, outcome.Document);
        Assert.Equal(before, DocumentWriter.Write(document));
        Assert.All(outcome.Kept, Assert.Empty);

        var kept = new ReshapePipeline([operation with { OnError = OnError.Keep }]).Apply(document);
        Assert.Null(kept.Misfit);
        Assert.True(IsIdentityThereAndBack(document, operation with { OnError = OnError.Keep }));
        return outcome.Misfit;
    }

    /// <summary>The law that every operation keeps.</summary>
    public static bool IsIdentityThereAndBack(JObject document, params ReshapeOperation[] operations)
    {
        var there = new ReshapePipeline(operations);
        var back = new ReshapePipeline([.. operations.Reverse().Select(static operation => operation.ReverseOn(null)!)]);
        var forth = there.Apply(document);
        if (forth.Misfit is not null)
        {
            return ReferenceEquals(forth.Document, document);
        }

        var returned = back.Apply(forth.Document, place => forth.Kept[operations.Length - 1 - place]);
        if (returned.Misfit is not null || !DocumentEquality.AnyOrder.Same(document, returned.Document))
        {
            return false;
        }

        var again = there.Apply(returned.Document, place => returned.Kept[operations.Length - 1 - place]);
        return again.Misfit is null && DocumentEquality.AnyOrder.Same(forth.Document, again.Document);
    }

    /// <summary>The law over generated documents, under each policy.</summary>
    public static void HoldsFor(Gen<JObject> documents, params ReshapeOperation[] operations)
    {
        var some = Gen.OneOf(documents, Documents.Any.Generator).ToArbitrary();
        foreach (var policy in Enum.GetValues<OnError>())
        {
            var config = Exploration.Of(Config.QuickThrowOnFailure.WithMaxTest(300));
            Prop.ForAll(some, document => IsIdentityThereAndBack(document, [.. operations.Select(operation => operation with { OnError = policy })])).Check(config);
        }
    }

    /// <summary>What the way back gives for a document that somebody changed after the way forth.</summary>
    public static string BackAfterEdit(ReshapeOperation operation, string before, string edited)
    {
        var forth = new ReshapePipeline([operation]).Apply(DocumentReader.Read(before));
        var back = new ReshapePipeline([operation.ReverseOn(null)!]).Apply(DocumentReader.Read(edited), _ => forth.Kept[0]);

        Assert.Null(back.Misfit);
        return DocumentWriter.Write(back.Document);
    }
}
