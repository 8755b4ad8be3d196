using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document.Tests.Operations;

public sealed class StampDocumentsOperationTests
{
    private static readonly VersionCollectionOperation s_version = new() { Collection = "c", Field = "_v" };

    private static string Apply(ReshapeOperation operation, string json) => DocumentWriter.Write(new ReshapePipeline([operation]).Apply(DocumentReader.Read(json)).Document);

    [Theory]
    [InlineData("{}", """{"_v":"2.ab"}""")]
    [InlineData("""{"_v":"1.cd","a":1}""", """{"_v":"2.ab","a":1}""")]
    [InlineData("""{"_v":7}""", """{"_v":"2.ab"}""")]
    public void Writes_the_stamp_in_its_place_or_at_the_end(string before, string after) =>
        Assert.Equal(after, Apply(new StampDocumentsOperation { Collection = "c", Field = "_v", Stamp = "2.ab" }, before));

    [Fact]
    public void Takes_the_stamp_off() =>
        Assert.Equal("""{"a":1}""", Apply(new StampDocumentsOperation { Collection = "c", Field = "_v" }, """{"_v":"1.cd","a":1}"""));

    [Fact]
    public void A_document_that_the_way_here_left_alone_is_stamped_on_the_way_back_too()
    {
        var document = DocumentReader.Read("{}");

        new StampDocumentsOperation { Collection = "c", Field = "_v", Stamp = "0.0" }.Apply(document, new ReshapeScope([new KeptValue("x", null, null)], default));

        Assert.Equal("""{"_v":"0.0"}""", DocumentWriter.Write(document));
    }

    [Fact]
    public void A_versioned_collection_says_so_and_its_reverse_brings_back_what_it_said_before()
    {
        var before = DocumentSchema.Empty.With(new CollectionShape { Name = "c" });
        var other = (IStoreState)before.With(new CollectionShape { Name = "c", StampField = "old" });

        Assert.Equal("_v", DocumentSchema.From(s_version.Apply(before)).Collection("c")!.StampField);
        Assert.Equal(before, s_version.Reverse(before)!.Apply(s_version.Apply(before)));
        Assert.Equal(other, s_version.Reverse(other)!.Apply(s_version.Apply(other)));
        Assert.Throws<Errors.StateException>(() => (s_version with { Field = "_id" }).Apply(before));
    }

    [Fact]
    public void Versioning_is_found_after_all_else_and_warned_of()
    {
        var from = DocumentSchema.Empty.With(new CollectionShape { Name = "c", Shape = FieldShape.Object(static s => s.Field("a", FieldShape.Int32)) });
        var to = DocumentSchema.Empty.With(new CollectionShape { Name = "c", Shape = FieldShape.Object(static s => s.Field("a", FieldShape.Int64)), StampField = "_v" });

        var operations = DocumentStoreKind.Instance.Compare(from, to, new DocMigrate.Comparison.ComparisonContext());

        Assert.Equal(["Convert field a in c to Int64", "Stamp the documents in c in field _v"], operations.Select(static operation => operation.Describe()));
        Assert.Contains("strict readers", operations[1].Warning, StringComparison.Ordinal);
        Assert.Empty(DocumentStoreKind.Instance.Compare(to, to, new DocMigrate.Comparison.ComparisonContext()));
        Assert.Null(((MigrationOperation)(s_version with { Field = null })).Warning);
    }

    [Fact]
    public void A_collection_that_is_created_now_is_not_folded_with_its_stamps()
    {
        var create = new CreateCollectionOperation { Collection = "c" };

        Assert.False(create.Reduce(s_version).Replaces);
    }
}
