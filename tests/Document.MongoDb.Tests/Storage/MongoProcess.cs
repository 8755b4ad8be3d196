using DocMigrate.Backends;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Specification.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Storage;

/// <summary>A database of one test, and objects for it, as processes of their own would have.</summary>
internal sealed class MongoProcess(ServerFixture server) : DatabaseHarness
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

    public static async Task<DatabaseHarness> NewAsync(ServerFixture server)
    {
        var process = new MongoProcess(server);
        await process.RequireServerAsync();
        return process;
    }

    public MongoDatabase Open(params (string Name, string Value)[] options) => MongoDatabase.Resolve(Settings(null, options), new Databases());

    /// <summary>One whose clock stands still, and so its heartbeat: as that of a process which is frozen, and does not know it.</summary>
    public MongoDatabase OpenFrozen(TimeSpan lease) => MongoDatabase.Over(
        Transports.Open(server.Uri), Name, "frozen", options: new MongoStoreOptions { Lease = lease }, time: new StoppedClock());

    /// <summary>Sends a command to the database, beside all that is open.</summary>
    public Task<RawDocument> RunAsync(string json, CommandKind kind = CommandKind.Write) => server.Transport!.RunAsync(Commands.Of(json, kind, database: Name), Token);

    /// <summary>The documents of a collection as JSON, as others see them.</summary>
    public async Task<string> FindAsync(string collection)
    {
        var reply = await RunAsync($$$"""{"find":"{{{collection}}}","sort":{"_id":1}}""", CommandKind.Read);
        return string.Join(' ', reply["cursor"]!.AsDocument!["firstBatch"]!.AsArray!.Select(static document => ExtendedJson.Relaxed(document.Decode())));
    }

    /// <summary>Has the stand-in fail the next command of a name.</summary>
    public Task FailAsync(string data)
    {
        Assert.SkipUnless(server.IsStandIn, "Needs the fail points of the stand-in in tests/MongoServer.");
        return server.Transport!.RunAsync(Commands.Of($$$"""{"configureFailPoint":"failCommand","data":{{{data}}},"mode":{"times":1}}""", database: "admin"), Token);
    }

    /// <summary>Skips the test where no such server can be had.</summary>
    public ValueTask RequireServerAsync()
    {
        Assert.SkipWhen(server.Lacks is not null, server.Lacks ?? "");
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether nothing is in the database but the place of the lock, which is a document wherever it is.</summary>
    public override async Task<bool> IsUntouchedAsync()
    {
        var reply = await server.Transport!.RunAsync(Command("listCollections", new JValue((object)1), CommandKind.Read), Token);
        return reply["cursor"]!.AsDocument!["firstBatch"]!.AsArray!.All(static collection => collection.AsDocument!["name"]!.AsString == "_docmigrate_lock");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (server.Transport is { } transport)
        {
            await transport.RunAsync(Command("dropDatabase", new JValue((object)1), CommandKind.Write), CancellationToken.None);
        }
    }

    protected override IStoreDatabase Resolve() => Open();

    private MongoCommand Command(string name, JToken value, CommandKind kind) => new() { Database = Name, Body = new JObject(new JProperty(name, value)), Kind = kind };

    /// <summary>Says always the same time, and never ticks; short rests end.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, period == Timeout.InfiniteTimeSpan ? dueTime : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
