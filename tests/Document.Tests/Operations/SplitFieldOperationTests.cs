using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Operations;

/// <summary>Also of its reverse, <see cref="JoinFieldsOperation"/>.</summary>
public sealed class SplitFieldOperationTests
{
    private static readonly SplitFieldOperation Split = new() { Collection = "c", Path = "name", Into = ["first", "last"], Separator = " " };
    private static readonly JoinFieldsOperation Join = new() { Collection = "c", Fields = ["first", "last"], Into = "name", Separator = " " };

    [Theory]
    [InlineData("""{"x":1,"name":"Ada Lovelace","y":2}""", """{"x":1,"y":2,"first":"Ada","last":"Lovelace"}""")]
    [InlineData("""{"name":"Ada King Lovelace"}""", """{"first":"Ada","last":"King Lovelace"}""")]
    [InlineData("""{"name":"Ada"}""", """{"first":"Ada"}""")]
    [InlineData("""{"name":""}""", """{"first":""}""")]
    [InlineData("""{"name":" Ada "}""", """{"first":"","last":"Ada "}""")]
    [InlineData("""{"name":null}""", """{"first":null}""")]
    [InlineData("{}", "{}")]
    [InlineData("""{"last":"L"}""", """{"last":"L"}""")]
    public void Splits_at_the_first_separators(string before, string after) => Lens.GoesForthAndBack(Split, before, after);

    [Theory]
    [InlineData("""{"name":5}""")]
    [InlineData("""{"name":{"first":"Ada"}}""")]
    [InlineData("""{"name":"Ada L","first":"x"}""")]
    [InlineData("""{"name":"Ada","last":null}""")]
    public void What_can_not_be_split_does_not_fit(string document) => Lens.DoesNotFit(Split, document);

    [Fact]
    public void Splitting_and_joining_is_the_identity_for_every_text() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), static text =>
        Lens.IsIdentityThereAndBack(new JObject { ["name"] = text.Get }, Split)
        && Lens.IsIdentityThereAndBack(new JObject { ["name"] = text.Get }, Split with { Into = ["a", "b", "c"], Separator = "a" })).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""{"first":"Ada","last":"Lovelace"}""", """{"name":"Ada Lovelace"}""")]
    [InlineData("""{"first":"Ada King","last":"Lovelace"}""", """{"name":"Ada King Lovelace"}""")]
    [InlineData("""{"last":"Lovelace"}""", """{"name":"Lovelace"}""")]
    [InlineData("""{"first":null,"last":"L"}""", """{"name":"L"}""")]
    [InlineData("""{"first":null,"last":null}""", """{"name":null}""")]
    [InlineData("""{"last":null}""", """{"name":null}""")]
    [InlineData("""{"name":"x y"}""", """{"name":"x y"}""")]
    [InlineData("{}", "{}")]
    public void Joins_what_is_there(string before, string after) => Lens.GoesForthAndBack(Join, before, after);

    [Theory]
    [InlineData("""{"first":"Ada","last":5}""")]
    [InlineData("""{"first":"Ada","name":"x"}""")]
    public void What_can_not_be_joined_does_not_fit(string document) => Lens.DoesNotFit(Join, document);

    [Fact]
    public void Are_undone_in_general()
    {
        var documents = Documents.With(("name", Documents.Value(1)), ("first", Documents.Scalar), ("last", Documents.Scalar));
        Lens.HoldsFor(documents, Split);
        Lens.HoldsFor(documents, Join);
        Lens.HoldsFor(Documents.With(("address", Documents.With(("name", Documents.Scalar), ("first", Documents.Scalar)).Select(static inner => (JToken)inner))), Split with { Path = "address.name" });
    }

    [Fact]
    public void A_joined_text_that_was_edited_is_split_and_not_restored() =>
        Assert.Equal("""{"first":"New","last":"Name"}""", Lens.BackAfterEdit(Join, """{"first":"Ada King","last":"L"}""", """{"name":"New Name"}"""));

    [Fact]
    public void Refuses_what_contradicts_itself()
    {
        Assert.Throws<StateException>(() => (Split with { Into = ["one"] }).Apply(null));
        Assert.Throws<StateException>(() => (Split with { Into = ["a", "a"] }).Apply(null));
        Assert.Throws<StateException>(() => (Split with { Into = ["name", "b"] }).Apply(null));
        Assert.Throws<StateException>(() => (Split with { Separator = "" }).Apply(null));
        Assert.Throws<StateException>(() => (Join with { Into = "first" }).Apply(null));
        Assert.Equal(DocumentPath.Root, Join.Parent);
    }
}
