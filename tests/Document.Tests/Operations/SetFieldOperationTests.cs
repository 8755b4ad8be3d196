using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.Tests.Operations;

public sealed class SetFieldOperationTests
{
    private static SetFieldOperation Set(DocumentPath path, Func<IExpressionBuilder, DocumentExpression> value) =>
        new() { Collection = "c", Path = path, Value = DocumentExpression.Of(value) };

    [Theory]
    [InlineData("""{"first":"Ada","last":"Lovelace"}""", """{"first":"Ada","last":"Lovelace","name":"Ada Lovelace"}""")]
    [InlineData("""{"name":"x","first":"Ada","last":"Lovelace"}""", """{"name":"Ada Lovelace","first":"Ada","last":"Lovelace"}""")]
    [InlineData("""{"first":"Ada","last":null,"name":5}""", """{"first":"Ada","last":null,"name":null}""")]
    [InlineData("""{"first":"Ada","name":5}""", """{"first":"Ada","name":5}""")]
    public void Computes_a_value_and_gives_the_old_one_back(string before, string after) =>
        Lens.GoesForthAndBack(Set("name", d => d.Concat(d.Path("first"), " ", d.Path("last"))), before, after);

    [Fact]
    public void A_literal_is_stored_verbatim_whatever_dollars_it_has() =>
        Lens.GoesForthAndBack(Set("offer", d => d.Json("""{"text":"$5 off","$ref":{}}""")), "{}", """{"offer":{"text":"$5 off","$ref":{}}}""");

    [Fact]
    public void Does_not_fit_what_can_not_be_computed()
    {
        var misfit = Lens.DoesNotFit(Set("n", d => d.Path("n").Plus(1)), """{"n":"5"}""");

        Assert.Equal("a string is no number to compute with", misfit.Reason);
        Assert.Equal(DocumentPath.Of("n"), misfit.Path);
    }

    [Fact]
    public void An_edit_after_it_is_never_undone()
    {
        Assert.Equal("""{"n":1}""", Lens.BackAfterEdit(Set("n", d => d.Path("n").Plus(1)), """{"n":1}""", """{"n":2}"""));
        Assert.Equal("""{"n":7}""", Lens.BackAfterEdit(Set("n", d => d.Path("n").Plus(1)), """{"n":1}""", """{"n":7}"""));
        Assert.Equal("{}", Lens.BackAfterEdit(Set("n", _ => 5), "{}", """{"n":5}"""));
        Assert.Equal("""{"n":6}""", Lens.BackAfterEdit(Set("n", _ => 5), "{}", """{"n":6}"""));
    }

    [Fact]
    public void Is_undone_in_general()
    {
        var documents = Documents.With(("a", Documents.Value(1)), ("b", Documents.Value(1)), ("name", Documents.Value(2)));
        Lens.HoldsFor(documents, Set("a", d => d.Coalesce(d.Path("b"), d.Path("name"), "none")));
        Lens.HoldsFor(documents, Set("a", d => d.Path("b")), Set("b", d => d.Path("a").Size()), Set("c", d => d.Path("a").Is(ValueKind.Missing)));
        Lens.HoldsFor(documents, Set("name.a", d => d.Path("name").EqualTo(d.Path("b"))), Set("name", d => d.Path("a")));
    }

    [Fact]
    public void Knows_the_shape_of_what_it_puts()
    {
        var shape = FieldShape.Object(s => s.Field("n", FieldShape.Int32).Field("x", FieldShape.String.OrNull()));

        Assert.Equal(FieldShape.String, Set("a", _ => "x").Reshape(shape).Field("a"));
        Assert.Equal(FieldShape.String.OrNull(), Set("a", d => d.Concat("a", d.Path("x"))).Reshape(shape).Field("a"));
        Assert.Equal(FieldShape.Int32, Set("a", d => d.Path("n")).Reshape(shape).Field("a"));
        Assert.Equal(FieldShape.String, Set("a", d => d.Coalesce(d.Path("x"), "")).Reshape(shape).Field("a"));
    }

    [Fact]
    public void Refuses_an_expression_that_can_not_be_computed()
    {
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Set("a", d => d.Path("b").Part("", 0)).Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Set("a", d => d.Path("b").Substring(-1)).Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Set("a", d => d.Path(DocumentPath.Root)).Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Set("a", d => d.Concat()).Apply(null)).Code.Value);
    }
}
