using DocMigrate.Comparison;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.Tests.Comparison;

/// <summary>Fields that go from one object to another: as stated, and asked for where they are not.</summary>
public sealed class FieldMoveTests
{
    private static readonly FieldShape Flat = FieldShape.Object(s => s
        .Field("name", FieldShape.String).Field("street", FieldShape.String).Field("city", FieldShape.String.OrNull()));

    private static readonly FieldShape Nested = FieldShape.Object(s => s
        .Field("name", FieldShape.String)
        .Field("address", FieldShape.Object(a => a.Field("street", FieldShape.String).Field("city", FieldShape.String.OrNull()))));

    private static DocumentSchema Schema(FieldShape shape) => DocumentSchema.Empty.With(new CollectionShape { Name = "people", Shape = shape });

    private static string[] Compare(FieldShape from, FieldShape to, params (string From, string To)[] renames)
    {
        var context = new ComparisonContext { Renames = renames.Select(static rename => new RenameHint("people", rename.From, rename.To)).ToValueList() };
        var operations = DocumentStoreKind.Instance.Compare(Schema(from), Schema(to), context);
        Assert.Equal(Schema(to), operations.Aggregate((DocMigrate.State.IStoreState)Schema(from), static (state, operation) => operation.Apply(state)));
        return [.. operations.Select(static operation => operation.Describe())];
    }

    private static AnswerRequiredException Question(FieldShape from, FieldShape to, params (string From, string To)[] renames) =>
        Assert.Throws<AnswerRequiredException>(() => Compare(from, to, renames));

    [Fact]
    public void Fields_that_may_have_moved_into_a_sub_document_are_asked_for_with_what_to_type()
    {
        var question = Question(Flat, Nested);

        Assert.Equal("DM6610", question.Code.Value);
        Assert.Equal(ExitCode.Found, question.ExitCode);
        Assert.Contains("--rename 'people.city=address.city' --rename 'people.street=address.street'", question.Remedy, StringComparison.Ordinal);
        Assert.Contains("--rename 'people.city='", question.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Stated_moves_are_one_nest_and_one_flatten()
    {
        Assert.Equal(
            ["Nest fields city, street into address in people"],
            Compare(Flat, Nested, ("street", "address.street"), ("city", "address.city")));
        Assert.Equal(
            ["Flatten field address (city, street) in people"],
            Compare(Nested, Flat, ("address.street", "street"), ("address.city", "city")));
    }

    [Fact]
    public void What_is_stated_to_be_gone_is_removed()
    {
        Assert.Equal(
            ["Nest fields street into address in people", "Declare field address.city in people", "Remove field city in people"],
            Compare(Flat, Nested, ("street", "address.street"), ("city", "")));
    }

    [Fact]
    public void A_field_that_gets_another_name_in_its_new_place_is_renamed_there()
    {
        var to = FieldShape.Object(s => s
            .Field("name", FieldShape.String).Field("home", FieldShape.Object(a => a.Field("line", FieldShape.String).Field("city", FieldShape.String.OrNull()))));

        Assert.Equal(
            ["Nest fields city, street into home in people", "Rename field home.street to home.line in people"],
            Compare(Flat, to, ("street", "home.line"), ("city", "home.city")));
        Assert.Equal(
            ["Flatten field home (city, line) in people", "Rename field line to street in people"],
            Compare(to, Flat, ("home.line", "street"), ("home.city", "city")));
    }

    [Fact]
    public void A_field_goes_two_levels_down_and_up_again()
    {
        var deep = FieldShape.Object(s => s.Field("name", FieldShape.String).Field("city", FieldShape.String.OrNull())
            .Field("a", FieldShape.Object(a => a.Field("b", FieldShape.Object(b => b.Field("street", FieldShape.String))))));

        Assert.Equal(["Nest fields street into a in people", "Nest fields street into b in people"], Compare(Flat, deep, ("street", "a.b.street"))
            .Select(static text => text.Replace("a.b", "b", StringComparison.Ordinal)));
        Compare(deep, Flat, ("a.b.street", "street"));
    }

    [Fact]
    public void Of_a_chain_of_renames_the_last_comes_first()
    {
        var from = FieldShape.Object(s => s.Field("a", FieldShape.String).Field("b", FieldShape.Int32));
        var to = FieldShape.Object(s => s.Field("b", FieldShape.String).Field("c", FieldShape.Int32));

        Assert.Equal(["Rename field b to c in people", "Rename field a to b in people"], Compare(from, to, ("a", "b"), ("b", "c")));
    }

    [Fact]
    public void Moves_inside_the_elements_of_an_array_are_asked_for_and_made_there()
    {
        var from = FieldShape.Object(s => s.Field("list", FieldShape.List(Flat)));
        var to = FieldShape.Object(s => s.Field("list", FieldShape.List(Nested)));

        Assert.Contains("'people.list.street=list.address.street'", Question(from, to).Remedy, StringComparison.Ordinal);
        Assert.Equal(
            ["In each of list in people: Nest fields city, street into address"],
            Compare(from, to, ("list.street", "list.address.street"), ("list.city", "list.address.city")));
    }

    [Fact]
    public void A_required_field_that_could_be_null_asks_for_what_documents_get()
    {
        var from = FieldShape.Object(s => s.Field("tags", FieldShape.List(FieldShape.String).OrNull()).Field("n", FieldShape.Int32.OrNull()));
        var to = FieldShape.Object(s => s.Field("tags", FieldShape.List(FieldShape.String)).Field("n", FieldShape.Int32));

        var question = Question(from, to);

        Assert.Equal("DM6612", question.Code.Value);
        Assert.Contains("--default 'people.n=0' --default 'people.tags=[]'", question.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_a_field_can_no_longer_be_is_asked_for()
    {
        var from = FieldShape.Object(s => s.Field("kind", FieldShape.String.OneOf("cat", "dog")));
        var to = FieldShape.Object(s => s.Field("kind", FieldShape.String.OneOf("feline", "dog")));

        var question = Question(from, to);

        Assert.Equal("DM6611", question.Code.Value);
        Assert.Contains("--rename 'people.kind.cat=feline'", question.Remedy, StringComparison.Ordinal);
        Assert.Equal(["Declare field kind in people"], Compare(from, to, ("kind.cat", "")));
        Assert.Equal(["Declare field kind in people"], Compare(from, FieldShape.Object(s => s.Field("kind", FieldShape.String.OneOf("dog")))));
    }

    [Fact]
    public void A_renamed_text_is_mapped_also_where_a_hierarchy_is_an_array_of_names()
    {
        var from = FieldShape.Object(s => s.Field("_t", FieldShape.Any.OneOf("A", "A/B", "A/C")));
        var to = FieldShape.Object(s => s.Field("_t", FieldShape.Any.OneOf("A", "A/Bee", "A/C")));
        var context = new ComparisonContext { Renames = [new RenameHint("people", "_t.A/B", "_t.A/Bee")] };

        var pipeline = new ReshapePipeline([.. DocumentStoreKind.Instance.Compare(Schema(from), Schema(to), context).Cast<ReshapeOperation>()]);

        Assert.Equal("""{"_t":["A","Bee"]}""", DocumentWriter.Write(pipeline.Apply(DocumentReader.Read("""{"_t":["A","B"]}""")).Document));
        Assert.Equal("""{"_t":"A"}""", DocumentWriter.Write(pipeline.Apply(DocumentReader.Read("""{"_t":"A"}""")).Document));
        Assert.NotNull(pipeline.Apply(DocumentReader.Read("""{"_t":"Unknown"}""")).Misfit);
    }

    [Fact]
    public void A_stated_default_fills_null_and_missing_and_nothing_else()
    {
        var from = FieldShape.Object(s => s.Field("n", FieldShape.Int32.OrNull()));
        var to = FieldShape.Object(s => s.Field("n", FieldShape.Int32));
        var context = new ComparisonContext { Defaults = [new DefaultAnswer("people", "n", "7")] };

        var pipeline = new ReshapePipeline([.. DocumentStoreKind.Instance.Compare(Schema(from), Schema(to), context).Cast<ReshapeOperation>()]);

        Assert.Equal(
            ["""{"n":7}""", """{"n":7}""", """{"n":1}"""],
            new[] { "{}", """{"n":null}""", """{"n":1}""" }.Select(text => DocumentWriter.Write(pipeline.Apply(DocumentReader.Read(text)).Document)));
    }

    [Fact]
    public void Values_of_a_map_change_one_by_one()
    {
        var from = FieldShape.Object(s => s.Field("m", FieldShape.Map(FieldShape.Object(v => v.Field("a", FieldShape.Int32)))));
        var to = FieldShape.Object(s => s.Field("m", FieldShape.Map(FieldShape.Object(v => v.Field("b", FieldShape.Int32)))));

        Assert.Equal(["In each value of m in people: Rename field a to b"], Compare(from, to, ("m.a", "m.b")));
    }

    [Fact]
    public void A_value_where_a_list_was_and_a_list_where_a_value_was()
    {
        var one = FieldShape.Object(s => s.Field("mail", FieldShape.String.OrNull()).Field("home", FieldShape.Object(h => h.Field("zip", FieldShape.Int32)).OrNull()));
        var many = FieldShape.Object(s => s
            .Field("mail", FieldShape.List(FieldShape.String).OrNull()).Field("home", FieldShape.List(FieldShape.Object(h => h.Field("zip", FieldShape.String))).OrNull()));

        Assert.Equal(
            ["Wrap field home in people in an array", "In each of home in people: Convert field zip to String", "Wrap field mail in people in an array"],
            Compare(one, many));
        Assert.Equal(
            ["Unwrap the array home in people", "Convert field home.zip in people to Int32", "Unwrap the array mail in people"],
            Compare(many, one));
    }

    [Fact]
    public void What_no_operation_can_do_is_said_in_the_migration()
    {
        var operations = DocumentStoreKind.Instance.Compare(
            Schema(FieldShape.Object(s => s.Field("x", FieldShape.String))),
            Schema(FieldShape.Object(s => s.Field("x", FieldShape.Object(o => o.Field("y", FieldShape.Int32))))),
            new ComparisonContext());

        Assert.Contains("write a Transform", Assert.Single(operations).Note, StringComparison.Ordinal);
    }
}
