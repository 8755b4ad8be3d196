using DocMigrate.Backends;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Storage;

/// <summary>A database of one test, and objects for it, as processes of their own would have.</summary>
internal sealed class MongoProcess(ServerFixture server) : IAsyncDisposable
{
    public string Name { get; } = $"docmigrate_{Guid.NewGuid():N}"[..30];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public StoreSettings Settings(TableNaming? tables = null, params (string Name, string Value)[] options) => new()
    {
        Name = "main",
        Provider = "mongodb",
        Connection = server.Uri,
        BaseDirectory = AppContext.BaseDirectory,
        Tables = tables ?? TableNaming.Default,
        Options = options.Append(("database", Name)).ToDictionary(static option => option.Item1, static option => option.Item2),
    };

    public MongoDatabase Open(params (string Name, string Value)[] options) => MongoDatabase.Resolve(Settings(null, options), new Databases());

    /// <summary>Skips the test where no such server can be had.</summary>
    public ValueTask RequireServerAsync()
    {
        Assert.SkipWhen(server.Lacks is not null, server.Lacks ?? "");
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether nothing is in the database but the place of the lock, which is a document wherever it is.</summary>
    public async Task<bool> IsUntouchedAsync()
    {
        var reply = await server.Transport!.RunAsync(Command("listCollections", new JValue((object)1), CommandKind.Read), Token);
        return reply["cursor"]!.AsDocument!["firstBatch"]!.AsArray!.All(static collection => collection.AsDocument!["name"]!.AsString == "_docmigrate_lock");
    }

    public async ValueTask DisposeAsync()
    {
        if (server.Transport is { } transport)
        {
            await transport.RunAsync(Command("dropDatabase", new JValue((object)1), CommandKind.Write), CancellationToken.None);
        }
    }

    private MongoCommand Command(string name, JToken value, CommandKind kind) => new() { Database = Name, Body = new JObject(new JProperty(name, value)), Kind = kind };
}
