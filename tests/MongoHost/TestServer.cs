using System.Diagnostics;
using System.Text.Json;

namespace DocMigrate.MongoHost;

/// <summary>A server for tests: that of <c>DOCMIGRATE_TEST_MONGODB</c>, or a MongoDB of our own, or the stand-in in <c>tests/MongoServer</c>. It ends with the test.</summary>
public sealed class TestServer : IAsyncDisposable
{
    /// <summary>What a machine lacks on which no server runs.</summary>
    public const string Needs = "Needs DOCMIGRATE_TEST_MONGODB, a mongod on the path, Docker, or Node.js and 'npm ci --omit=dev' in tests/MongoServer.";

    private readonly Process? _standIn;
    private readonly RealServer? _real;

    private TestServer(string uri, Process? standIn = null, RealServer? real = null) => (Uri, _standIn, _real) = (uri, standIn, real);

    /// <summary>The server that the environment names; null when it names none.</summary>
    public static string? GivenUri => Environment.GetEnvironmentVariable("DOCMIGRATE_TEST_MONGODB") is { Length: > 0 } uri ? uri : null;

    /// <summary>The connection string, with at least one option.</summary>
    public string Uri { get; }

    /// <summary>Whether it is the stand-in, whose fail points the tests know.</summary>
    public bool IsStandIn => _standIn is not null;

    public static TestServer Given() => new(WithOption(GivenUri!));

    /// <summary>A single server or a replica set of one member: a <c>mongod</c> if there is one on the path, else a container if Docker runs, else the stand-in.</summary>
    public static async Task<TestServer?> StartAsync(bool isReplicaSet, CancellationToken cancellationToken) => await RealServer.StartAsync(isReplicaSet, path: null, cancellationToken) is { } real
        ? new TestServer($"mongodb://127.0.0.1:{real.Port}/?{(isReplicaSet ? "replicaSet=rs0" : "appname=tests")}", real: real)
        : await StandInAsync(isReplicaSet ? ["--topology", "replicaset"] : [], null, cancellationToken);

    /// <summary>The stand-in. Null where it can't run; on CI that is a failure.</summary>
    public static async Task<TestServer?> StandInAsync(string[] arguments, string? users, CancellationToken cancellationToken)
    {
        var folder = StandInFolder();
        if (Programs.Find("node") is not { } node || !Directory.Exists(Path.Combine(folder, "node_modules", "bson")))
        {
            return Environment.GetEnvironmentVariable("CI") == "true" ? throw new InvalidOperationException(Needs) : null;
        }

        var start = new ProcessStartInfo(node, ["src/main.js", .. arguments]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (users is not null)
        {
            start.Environment["MONGOSERVER_USERS"] = users;
        }

        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The stand-in for MongoDB did not start.");
        var uri = JsonDocument.Parse(line).RootElement.GetProperty("uri").GetString()!;
        return new TestServer(WithOption(uri), process);
    }

    public async ValueTask DisposeAsync()
    {
        if (_standIn is not null)
        {
            _standIn.StandardInput.Close();
            await _standIn.WaitForExitAsync();
            _standIn.Dispose();
        }

        await (_real?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static string WithOption(string uri) => uri.Contains('?', StringComparison.Ordinal) ? uri : $"{uri.TrimEnd('/')}/?appname=tests";

    public static string StandInFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DocMigrate.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "MongoServer");
            }
        }

        throw new InvalidOperationException("No folder above the tests has DocMigrate.sln.");
    }
}
