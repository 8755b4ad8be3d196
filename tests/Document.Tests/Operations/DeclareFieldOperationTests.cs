using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.State;

namespace DocMigrate.Document.Tests.Operations;

public sealed class DeclareFieldOperationTests
{
    private static readonly DeclareFieldOperation Declare = new() { Collection = "c", Path = "a", Shape = FieldShape.String.OrNull() };

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":5}""")]
    public void Changes_no_document(string document)
    {
        Lens.GoesForthAndBack(Declare, document, document);
        Assert.False(Declare.TouchesDocuments);
    }

    [Fact]
    public void Says_what_a_field_is_and_takes_it_back()
    {
        IStoreState before = new CreateCollectionOperation { Collection = "c" }.Apply(null);

        var after = Declare.Apply(before);

        Assert.Equal(FieldShape.String.OrNull(), DocumentSchema.From(after).Collection("c")!.Shape.Field("a"));
        Assert.Equal(before, Declare.Reverse(before)!.Apply(after));
    }
}
