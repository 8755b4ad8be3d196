using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.Tests.Operations;

/// <summary>Any operation with a filter.</summary>
public sealed class FilterTests
{
    private static readonly DocumentExpression OfTypeX = DocumentExpression.Of(d => d.Path("type").EqualTo("x"));

    private static readonly RenameFieldOperation Rename = new() { Collection = "c", From = "a", To = "b", Where = OfTypeX };

    [Theory]
    [InlineData("""{"type":"x","a":1}""", """{"type":"x","b":1}""")]
    [InlineData("""{"type":"y","a":1}""", """{"type":"y","a":1}""")]
    [InlineData("""{"type":"y","b":1}""", """{"type":"y","b":1}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":2}""")]
    public void Only_what_it_lets_through_is_changed_forth_and_back(string before, string after) => Lens.GoesForthAndBack(Rename, before, after);

    [Fact]
    public void What_it_leaves_out_is_marked_only_where_the_way_back_would_change_it()
    {
        var forth = new ReshapePipeline([Rename]);

        Assert.True(Assert.Single(forth.Apply(DocumentReader.Read("""{"type":"y","b":1}""")).Kept[0]).IsMark);
        Assert.Empty(forth.Apply(DocumentReader.Read("""{"type":"y","a":1}""")).Kept[0]);
    }

    [Fact]
    public void It_may_read_what_the_operation_itself_changes() =>
        Lens.GoesForthAndBack(
            new MapValuesOperation { Collection = "c", Path = "s", Table = [("old", "new")], Where = DocumentExpression.Of(d => d.Path("s").EqualTo("old")) },
            """{"s":"old"}""", """{"s":"new"}""");

    [Fact]
    public void What_it_can_not_compute_is_a_misfit_of_the_operation()
    {
        var misfit = Lens.DoesNotFit(Rename with { Where = DocumentExpression.Of(d => d.Path("n").Plus(1).EqualTo(2)) }, """{"n":"1","a":5}""");

        Assert.Equal("in its filter, a string is no number to compute with", misfit.Reason);
    }

    [Fact]
    public void In_an_array_it_is_about_the_element() =>
        Lens.GoesForthAndBack(
            new ForEachOperation { Collection = "c", Path = "l", Operations = [Rename with { Collection = "" }] },
            """{"l":[{"type":"x","a":1},{"type":"y","b":1},{"type":"y","a":1}]}""", """{"l":[{"type":"x","b":1},{"type":"y","b":1},{"type":"y","a":1}]}""");

    [Fact]
    public void Every_operation_is_undone_in_general()
    {
        var documents = Documents.With(("a", Documents.Value(2)), ("b", Documents.Value(1)), ("name", Documents.Value(2)), ("city", Documents.Value(1)));
        var where = DocumentExpression.Of(d => d.Path("b").Is(ValueKind.String).Or(d.Path("city").AtMost(5)));
        ReshapeOperation[] operations =
        [
            Rename,
            new AddFieldOperation { Collection = "c", Path = "a", Value = 5 },
            new RemoveFieldOperation { Collection = "c", Path = "a" },
            new SetFieldOperation { Collection = "c", Path = "b", Value = DocumentExpression.Of(d => d.Path("name")) },
            new ConvertFieldOperation { Collection = "c", Path = "b", To = FieldType.Int32, From = FieldType.String },
            new SplitFieldOperation { Collection = "c", Path = "b", Into = ["x", "y"], Separator = " " },
            new JoinFieldsOperation { Collection = "c", Fields = ["a", "b"], Into = "x", Separator = " " },
            new NestFieldsOperation { Collection = "c", Fields = ["a", "b"], Into = "name" },
            new FlattenFieldOperation { Collection = "c", Path = "name", Fields = ["a", "city"] },
            new MapToArrayOperation { Collection = "c", Path = "name", KeyField = "id", ValueField = "v" },
            new ArrayToMapOperation { Collection = "c", Path = "a", KeyField = "name" },
            new WrapInArrayOperation { Collection = "c", Path = "b" },
            new UnwrapArrayOperation { Collection = "c", Path = "a", Longer = LongArrays.First },
            new MapValuesOperation { Collection = "c", Path = "b", Table = [("x", "A B")] },
            new RenameFieldsOperation { Collection = "c", Names = [("a", "b"), ("b", "a")] },
            new ForEachOperation { Collection = "c", Path = "a", Operations = [new RemoveFieldOperation { Collection = "", Path = "name", Where = where }] },
        ];
        foreach (var operation in operations)
        {
            Lens.HoldsFor(documents, operation with { Where = where });
        }

        Lens.HoldsFor(documents, operations[0] with { Where = where }, operations[4] with { Where = where }, operations[1] with { Where = where });
    }

    [Fact]
    public void The_state_says_that_some_documents_are_as_they_were()
    {
        var shape = FieldShape.Object(s => s.Field("a", FieldShape.Int32).Field("type", FieldShape.String));

        var after = Rename.Reshape(shape);

        Assert.Equal(FieldShape.Int32.OrNull(), after.Field("a"));
        Assert.Equal(FieldShape.Int32.OrNull(), after.Field("b"));
        Assert.Equal(FieldShape.String, after.Field("type"));
    }

    [Fact]
    public void A_filter_that_can_not_be_computed_and_one_on_a_declaration_are_refused()
    {
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => (Rename with { Where = DocumentExpression.Of(d => d.All()) }).Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => new DeclareFieldOperation { Collection = "c", Path = "a", Where = OfTypeX }.Apply(null)).Code.Value);
    }
}
