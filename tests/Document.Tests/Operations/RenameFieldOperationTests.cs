using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.Tests.Operations;

public sealed class RenameFieldOperationTests
{
    private static RenameFieldOperation Rename(DocumentPath from, DocumentPath to) => new() { Collection = "c", From = from, To = to };

    [Theory]
    [InlineData("""{"x":1,"a":5,"y":2}""", """{"x":1,"y":2,"b":5}""")]
    [InlineData("""{"a":null}""", """{"b":null}""")]
    [InlineData("{}", "{}")]
    [InlineData("""{"b":1}""", """{"b":1}""")]
    public void Renames_and_puts_it_last(string before, string after) => Lens.GoesForthAndBack(Rename("a", "b"), before, after);

    [Theory]
    [InlineData("""{"a":{"x":1},"b":{}}""", """{"a":{},"b":{"y":1}}""")]
    [InlineData("""{"a":{"x":1,"z":2},"b":{"q":3}}""", """{"a":{"z":2},"b":{"q":3,"y":1}}""")]
    [InlineData("""{"b":{}}""", """{"b":{}}""")]
    public void Moves_to_another_object(string before, string after) => Lens.GoesForthAndBack(Rename("a.x", "b.y"), before, after);

    [Fact]
    public void A_literal_key_with_a_dot_is_one_key() =>
        Lens.GoesForthAndBack(Rename(DocumentPath.Of("price.usd"), "price"), """{"price.usd":1.0}""", """{"price":1.0}""");

    [Theory]
    [InlineData("""{"a":1,"b":2}""")]
    [InlineData("""{"a":1,"b":null}""")]
    public void A_target_that_is_there_does_not_fit(string document)
    {
        var misfit = Lens.DoesNotFit(Rename("a", "b"), document);

        Assert.Equal(DocumentPath.Of("b"), misfit.Path);
    }

    [Theory]
    [InlineData("""{"a":{"x":1}}""")]
    [InlineData("""{"a":{"x":1},"b":5}""")]
    public void A_move_into_what_is_no_object_does_not_fit(string document) => Lens.DoesNotFit(Rename("a.x", "b.y"), document);

    [Fact]
    public void Is_undone_in_general()
    {
        var documents = Documents.With(("a", Documents.Value(1)), ("b", Documents.Value(1)), ("name", Documents.Value(2)));
        Lens.HoldsFor(documents, Rename("a", "b"));
        Lens.HoldsFor(documents, Rename("a", "b"), Rename("name", "a"), Rename("b", "name"));
        Lens.HoldsFor(documents, Rename("a", "address.city"));
    }

    [Fact]
    public void Refuses_a_path_inside_itself_and_a_wrappers_key()
    {
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Rename("a", "a.b").Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Rename("a", "a").Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Rename("a", DocumentPath.Of("$oid")).Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Rename(DocumentPath.Root, "a").Apply(null)).Code.Value);
    }
}
