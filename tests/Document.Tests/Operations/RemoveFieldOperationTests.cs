using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Tests.Operations;

/// <summary>Also of its reverse, <see cref="RestoreFieldOperation"/>.</summary>
public sealed class RemoveFieldOperationTests
{
    private static readonly RemoveFieldOperation Remove = new() { Collection = "c", Path = "a.b" };

    [Theory]
    [InlineData("""{"a":{"b":{"$numberLong":"5"},"c":1}}""", """{"a":{"c":1}}""")]
    [InlineData("""{"a":{"b":null}}""", """{"a":{}}""")]
    [InlineData("""{"a":[{"b":1}]}""", """{"a":[{"b":1}]}""")]
    [InlineData("""{"a.b":1}""", """{"a.b":1}""")]
    [InlineData("{}", "{}")]
    public void Keeps_what_it_takes(string before, string after) => Lens.GoesForthAndBack(Remove, before, after);

    [Fact]
    public void Is_undone_in_general() => Lens.HoldsFor(Documents.With(("a", Documents.Value(2))), Remove with { Path = "a" }, Remove with { Path = "address.city" });

    [Theory]
    [InlineData("""{"a":{"b":"new"}}""", """{"a":{"b":"new"}}""")]
    [InlineData("""{"a":{"b":null}}""", """{"a":{"b":null}}""")]
    [InlineData("{}", "{}")]
    [InlineData("""{"a":{"c":2}}""", """{"a":{"c":2,"b":1}}""")]
    public void Restores_only_where_the_path_is_still_absent(string edited, string expected) =>
        Assert.Equal(expected, Lens.BackAfterEdit(Remove, """{"a":{"b":1}}""", edited));

    [Fact]
    public void Restores_a_whole_document_only_where_nobody_changed_it()
    {
        var restore = new RestoreFieldOperation { Collection = "c", Path = DocumentPath.Root, OnError = OnError.Quarantine };
        var put = DocumentReader.Read("""{"b":1}""");
        KeptValue[] kept = [new(DocumentPath.Root, DocumentReader.Read("""{"a":1}"""), DocumentHash.Of(put))];

        var back = new ReshapePipeline([restore]).Apply(put, _ => kept);
        var edited = new ReshapePipeline([restore]).Apply(DocumentReader.Read("""{"b":2}"""), _ => kept);

        Assert.Equal("""{"a":1}""", DocumentWriter.Write(back.Document));
        Assert.Equal(OnError.Quarantine, edited.Misfit?.Policy);
        Assert.False(new ReshapePipeline([restore]).Apply(put).Changed);
    }
}
