using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Operations;

public sealed class TransformDocumentsOperationTests
{
    private static readonly TransformDocumentsOperation Count = new()
    {
        Collection = "c", Name = "count", HasReverse = true, Code = "…", Forward = static document => Add(document, 1), Backward = static document => Add(document, -1),
    };

    private static JObject Add(JObject document, int number)
    {
        document["n"] = (long)document["n"]! + number;
        return document;
    }

    [Theory]
    [InlineData("""{"n":1}""", """{"n":2}""")]
    [InlineData("""{"n":{"$numberLong":"1"}}""", """{"n":{"$numberLong":"2"}}""")]
    public void Runs_code_and_the_width_of_numbers_stays(string before, string after)
    {
        Lens.GoesForthAndBack(Count, before, after);
        Lens.GoesForthAndBack(Count with { KeepOriginal = true }, before, after);
        Lens.GoesForthAndBack(Count with { KeepOriginal = true, HasReverse = false, Backward = null }, before, after);
    }

    [Fact]
    public void A_document_that_the_code_leaves_is_not_kept()
    {
        var outcome = new ReshapePipeline([Count with { KeepOriginal = true, Forward = static document => document }]).Apply(DocumentReader.Read("""{"n":1}"""));

        Assert.False(outcome.Changed);
        Assert.Empty(outcome.Kept[0]);
    }

    [Fact]
    public void An_exception_is_a_misfit_that_names_it()
    {
        var misfit = Lens.DoesNotFit(Count, """{"m":1}""");

        Assert.Contains("ArgumentNullException", misfit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_can_not_be_held_is_a_misfit()
    {
        Lens.DoesNotFit(Count with { Forward = static _ => null! }, "{}");
        Lens.DoesNotFit(Count with { Forward = static _ => new JObject { ["a"] = JValue.CreateUndefined() } }, "{}");
    }

    [Fact]
    public void Without_its_code_it_refuses_by_name()
    {
        var error = Assert.Throws<DataException>(() => new ReshapePipeline([Count with { Forward = null }]).Apply(DocumentReader.Read("{}")));

        Assert.Equal("DM5201", error.Code.Value);
        Assert.Contains("count", error.Message, StringComparison.Ordinal);
        Assert.True((Count with { Forward = null }).CodeMissing);
    }

    [Fact]
    public void Goes_back_without_code_where_the_originals_were_kept()
    {
        var readFromLedger = Count with { KeepOriginal = true, Forward = null, Backward = null };

        Assert.IsType<RestoreFieldOperation>(readFromLedger.Reverse(null));
        Assert.Null((Count with { HasReverse = false, Backward = null }).Reverse(null));
        Assert.True(Assert.IsType<TransformDocumentsOperation>((readFromLedger with { KeepOriginal = false }).Reverse(null)).CodeMissing);
    }

    [Theory]
    [InlineData(false, false, LossClass.Irreversible, LossClass.Irreversible)]
    [InlineData(true, false, LossClass.Shadowed, LossClass.Lossless)]
    [InlineData(false, true, LossClass.Lossless, LossClass.Lossless)]
    [InlineData(true, true, LossClass.Shadowed, LossClass.Shadowed)]
    public void Says_what_it_loses(bool keep, bool reverse, LossClass forward, LossClass backward)
    {
        var operation = Count with { KeepOriginal = keep, HasReverse = reverse };

        Assert.Equal(forward, operation.Loss(Direction.Forward));
        Assert.Equal(backward, operation.Loss(Direction.Backward));
    }

    [Fact]
    public void Code_that_does_the_same_by_another_delegate_is_equal()
    {
        Assert.Equal(Count, Count with { Forward = null });
        Assert.NotEqual(Count, Count with { Code = "other" });
    }
}
