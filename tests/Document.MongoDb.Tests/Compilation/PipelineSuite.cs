using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Document.MongoDb.Transport;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Compilation;

/// <summary>Runs compiled chains on a server and holds them against the in-process executor: many cases in one command, as pipelines and, where they suffice, as operators.</summary>
public abstract class PipelineSuite(ServerFixture server) : IAsyncLifetime
{
    private const int CasesPerCommand = 250;
    private const int DocumentsPerCommand = 20_000;

    private readonly string _database = $"docmigrate_{Guid.NewGuid():N}"[..30];

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(server.Lacks is not null, server.Lacks ?? "");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (server.Transport is not null)
        {
            await RunAsync(new JObject(new JProperty("dropDatabase", 1)), CommandKind.Write, CancellationToken.None);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Fails where server and process differ.</summary>
    private protected async Task VerifyAsync(IReadOnlyList<CompiledCase> cases)
    {
        var failures = new List<string>();
        foreach (var some in Batches(cases))
        {
            await VerifyAsync(some, byOperators: false, failures);
            await VerifyAsync([.. some.Where(static one => one.Reshape.Operators is not null)], byOperators: true, failures);
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {cases.Count} cases:\n{string.Join("\n\n", failures.OrderBy(static failure => failure.Length).Take(5))}");
    }

    private async Task VerifyAsync(IReadOnlyList<CompiledCase> cases, bool byOperators, List<string> failures)
    {
        if (cases.Count == 0)
        {
            return;
        }

        await RunAsync(new JObject(new JProperty("drop", "docs")), CommandKind.Write);
        await RunAsync(
            new JObject(new JProperty("insert", "docs")),
            CommandKind.Write,
            new DocumentSequence("documents", [.. cases.SelectMany(static one => one.Documents).Select(BsonWriter.ToRaw)]));
        var looks = new Dictionary<string, JObject>(StringComparer.Ordinal);
        foreach (var one in cases)
        {
            await ReadAsync(new JObject(new JProperty("aggregate", "docs"), new JProperty("pipeline", one.Look()), new JProperty("cursor", new JObject(new JProperty("batchSize", 100_000)))), looks);
        }

        await RunAsync(
            new JObject(new JProperty("update", "docs")), CommandKind.Write, new DocumentSequence("updates", [.. cases.Select(one => BsonWriter.ToRaw(one.Update(byOperators)))]));
        var after = new Dictionary<string, JObject>(StringComparer.Ordinal);
        await ReadAsync(new JObject(new JProperty("find", "docs"), new JProperty("batchSize", 100_000)), after);
        failures.AddRange(cases.Select(one => one.Failure(looks, after)).OfType<string>());
    }

    private static IEnumerable<IReadOnlyList<CompiledCase>> Batches(IReadOnlyList<CompiledCase> cases)
    {
        var (batch, documents) = (new List<CompiledCase>(), 0);
        foreach (var one in cases)
        {
            if (batch.Count == CasesPerCommand || documents > DocumentsPerCommand)
            {
                yield return batch;
                (batch, documents) = ([], 0);
            }

            batch.Add(one);
            documents += one.Documents.Count;
        }

        yield return batch;
    }

    private async Task ReadAsync(JObject body, Dictionary<string, JObject> documents)
    {
        var cursor = (await RunAsync(body, CommandKind.Read))["cursor"]!.AsDocument!;
        Assert.Equal(0, cursor["id"]!.AsInt64);
        foreach (var document in cursor["firstBatch"]!.AsArray!)
        {
            documents.Add(document.AsDocument!["_id"]!.AsString!, document.AsDocument!.Decode());
        }
    }

    private Task<RawDocument> RunAsync(JObject body, CommandKind kind, params DocumentSequence[] sequences) => RunAsync(body, kind, TestContext.Current.CancellationToken, sequences);

    private Task<RawDocument> RunAsync(JObject body, CommandKind kind, CancellationToken cancellationToken, params DocumentSequence[] sequences) =>
        server.Transport!.RunAsync(new MongoCommand { Database = _database, Body = body, Kind = kind, Sequences = sequences }, cancellationToken);
}
