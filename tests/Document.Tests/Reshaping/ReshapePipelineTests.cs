using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Tests.Operations;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Tests.Reshaping;

public sealed class ReshapePipelineTests
{
    private static readonly RenameFieldOperation Rename = new() { Collection = "c", From = "a", To = "b" };
    private static readonly ConvertFieldOperation Convert = new() { Collection = "c", Path = "n", To = FieldType.Int32 };
    private static readonly RemoveFieldOperation Remove = new() { Collection = "c", Path = "x" };

    [Theory]
    [InlineData(OnError.Fail)]
    [InlineData(OnError.Quarantine)]
    public void A_misfit_leaves_the_document_as_it_was_before_all_operations(OnError policy)
    {
        var document = DocumentReader.Read("""{"a":1,"n":"odd"}""");

        var outcome = new ReshapePipeline([Rename, Convert with { OnError = policy }]).Apply(document);

        Assert.Same(document, outcome.Document);
        Assert.False(outcome.Changed);
        Assert.Equal(new Misfit(1, DocumentPath.Of("n"), "a string that can't be converted to Int32", policy), outcome.Misfit);
        Assert.Equal("""{"a":1,"n":"odd"}""", DocumentWriter.Write(document));
    }

    [Fact]
    public void Keep_skips_the_operation_and_marks_the_document_for_the_way_back()
    {
        var outcome = new ReshapePipeline([Rename with { OnError = OnError.Keep }, Remove]).Apply(DocumentReader.Read("""{"a":1,"b":2,"x":3}"""));

        Assert.Null(outcome.Misfit);
        Assert.Equal("""{"a":1,"b":2}""", DocumentWriter.Write(outcome.Document));
        Assert.True(Assert.Single(outcome.Kept[0]).IsMark);
        Assert.Equal(new KeptValue(DocumentPath.Of("x"), DocumentValue.Of(3), null), Assert.Single(outcome.Kept[1]));
    }

    [Fact]
    public void Operations_that_undo_each_other_change_nothing()
    {
        var document = DocumentReader.Read("""{"x":3,"a":1}""");

        var outcome = new ReshapePipeline([Rename, Rename with { From = "b", To = "a" }]).Apply(document);

        Assert.False(outcome.Changed);
        Assert.Same(document, outcome.Document);
    }

    [Fact]
    public void A_reason_never_shows_a_value() =>
        Assert.DoesNotContain("secret", new ReshapePipeline([Convert]).Apply(DocumentReader.Read("""{"n":"secret"}""")).Misfit!.Reason, StringComparison.Ordinal);

    [Fact]
    public void A_chain_of_operations_is_undone_in_general()
    {
        var documents = Documents.With(("a", Documents.Scalar), ("b", Documents.Scalar), ("n", Documents.Scalar), ("x", Documents.Value(1)), ("name", Documents.Scalar));
        Lens.HoldsFor(
            documents,
            Remove,
            new AddFieldOperation { Collection = "c", Path = "x", Value = DocumentValue.Of(5) },
            Rename,
            Convert,
            new SplitFieldOperation { Collection = "c", Path = "name", Into = ["first", "last"], Separator = " " },
            new NestFieldsOperation { Collection = "c", Fields = ["first", "last", "n"], Into = "person" },
            new RenameFieldOperation { Collection = "c", From = "b", To = "a" });
    }
}
