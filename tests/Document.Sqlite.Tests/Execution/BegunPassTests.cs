using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Operations;
using DocMigrate.Running;

namespace DocMigrate.Document.Sqlite.Tests.Execution;

/// <summary>
/// A version that does two operations one after the other stopped in one of them, after five documents of ten; this version would do both in one pass.
/// </summary>
public sealed class BegunPassTests
{
    [Theory]
    [InlineData(0, "b c", "a c")]
    [InlineData(1, "b d", "b c")]
    public async Task Goes_on_in_the_pass_that_was_begun(int completed, string done, string left)
    {
        await using var store = await StoreAsync(done, left);

        await store.ResumeAsync(At(completed));

        await AssertAllAsync(store, "b d");
    }

    [Theory]
    [InlineData(0, "b c", "a c")]
    [InlineData(1, "b d", "b c")]
    public async Task Undoes_no_more_than_the_pass_that_was_begun_and_what_was_before_it(int completed, string done, string left)
    {
        await using var store = await StoreAsync(done, left);

        await store.RevertAsync(undo: At(completed));

        await AssertAllAsync(store, "a c");
    }

    [Theory]
    [InlineData(0, "b c", "b d")]
    [InlineData(1, "a c", "b c")]
    public async Task Goes_on_backwards_in_the_pass_that_was_begun(int completed, string done, string left)
    {
        await using var store = await StoreAsync(done, left);

        await store.RevertAsync(resume: At(completed));

        await AssertAllAsync(store, "a c");
    }

    [Fact]
    public async Task What_was_done_before_stays_apart_from_what_was_not_begun()
    {
        await using var store = await StoreAsync("b c", "b c");

        await store.RevertAsync(undo: new StepProgress { Completed = 1 });

        await AssertAllAsync(store, "a c");
    }

    private static StepProgress At(int completed) => new() { Completed = completed, InHand = 1, Cursor = new PassCursor(new DocumentKey("5"), null).ToString() };

    private static async Task<JsonStore> StoreAsync(string done, string left)
    {
        var store = new JsonStore();

        // The collection is not there yet: the migration is only made known.
        await store.ApplyAsync(Operations());
        await store.FillAsync("docs", Enumerable.Range(1, 10).Select(i => Text(i, i <= 5 ? done : left)));
        return store;
    }

    private static MigrationOperation[] Operations()
    {
        var builder = new MigrationBuilder(new MigrationId("test", "0001_m"));
        builder.Documents("docs", "docs", static c => c.Rename("a", "b").Rename("c", "d"));
        return [.. builder.ToDefinition().OperationsOn("docs")];
    }

    private static string Text(int id, string fields) =>
        $$"""{"_id":{{id}},{{string.Join(",", fields.Split(' ').Select(static field => $"\"{field}\":1"))}}}""";

    private static async Task AssertAllAsync(JsonStore store, string fields) => Assert.All(
        await store.DocumentsAsync("docs"),
        document => Assert.Equal(fields.Split(' '), document.Properties().Select(static property => property.Name).Where(static name => name != "_id").Order(StringComparer.Ordinal)));
}
