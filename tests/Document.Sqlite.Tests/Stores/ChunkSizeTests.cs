using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Errors;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Stores;

/// <summary>The setting <c>chunkSize</c> of a store.</summary>
public sealed class ChunkSizeTests
{
    [Theory]
    [InlineData("3", 3)]
    [InlineData("\"4\"", 4)]
    [InlineData("10", 0)]
    public async Task A_run_that_is_stopped_after_its_first_chunk_has_done_as_many_documents_as_stated(string size, int done)
    {
        using var project = new TemporaryProject($", \"chunkSize\": {size}");
        project.Fill("people", Enumerable.Range(1, 10).Select(static i => new JObject(new JProperty("_id", new JValue((object)i)), new JProperty("mail", "a@x"))));
        project.Define("0001_email", static migration => migration.Documents("docs", "people", static c => c.Rename("mail", "email")));
        using var stop = new CancellationTokenSource();
        var observer = new CallingObserver(static e => e is ProgressEvent { Done: > 0 }, stop.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => project.MigrateAsync(observer: observer, cancellationToken: stop.Token));

        Assert.Equal(done, project.Documents("people").Count(static document => document.ContainsKey("email")));
        await project.MigrateAsync();
        Assert.Equal(10, project.Documents("people").Count(static document => document.ContainsKey("email")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("200001")]
    [InlineData("\"many\"")]
    public void A_size_that_is_no_number_of_documents_is_refused_before_anything_is_opened(string size)
    {
        using var project = new TemporaryProject($", \"chunkSize\": {size}");

        var error = Assert.Throws<ConfigurationException>(project.Open);

        Assert.Equal("DM6108", error.Code.Value);
        Assert.Contains("'docs'", error.Message, StringComparison.Ordinal);
    }
}
