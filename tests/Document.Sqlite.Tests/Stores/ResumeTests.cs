using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Stores;

/// <summary>A run that was stopped between two chunks, through the engine.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Count = 12_000;

    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Code_that_takes_only_the_old_shape_sees_each_document_once_more(bool onwards)
    {
        _project.Fill("people", Enumerable.Range(1, Count).Select(static i => new JObject(new JProperty("_id", new JValue((object)i)), new JProperty("n", new JValue((object)i)))));
        _project.Define("0001_double", static migration => migration.Documents("docs", "people", static c => c.Transform("double", Double, Halve)));
        using (var stop = new CancellationTokenSource())
        {
            var observer = new CallingObserver(static e => e is ProgressEvent { Done: > 0 }, stop.Cancel);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _project.MigrateAsync(observer: observer, cancellationToken: stop.Token));
        }

        var half = _project.Documents("people").Count(static document => document.ContainsKey("twice"));
        Assert.InRange(half, 1, Count - 1);
        await _project.MigrateAsync(onwards ? null : "zero");
        var expected = Enumerable.Range(1, Count).Select(i => onwards ? $"twice {2 * i}" : $"n {i}");
        Assert.Equal(expected, _project.Documents("people").Select(static document => document.Properties().Last()).Select(static last => $"{last.Name} {last.Value.ToString(Newtonsoft.Json.Formatting.None)}"));
    }

    private static JObject Double(JObject document) => Replace(document, "n", "twice", static n => n * 2);

    private static JObject Halve(JObject document) => Replace(document, "twice", "n", static n => n / 2);

    private static JObject Replace(JObject document, string from, string to, Func<int, int> change)
    {
        var value = document[from] ?? throw new InvalidOperationException($"There is no '{from}': this document was done already.");
        document.Remove(from);
        document[to] = change(value.ToObject<int>());
        return document;
    }
}
