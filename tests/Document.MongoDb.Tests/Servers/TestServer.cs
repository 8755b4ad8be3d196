using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Tests.Support;

namespace DocMigrate.Document.MongoDb.Tests.Servers;

/// <summary>A server for tests: that of <c>DOCMIGRATE_TEST_MONGODB</c>, or a <c>mongod</c> of our own, or the stand-in in <c>tests/MongoServer</c>. It ends with the test.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    /// <summary>What a machine lacks on which no server runs.</summary>
    public const string Needs = "Needs DOCMIGRATE_TEST_MONGODB, a mongod on the path, or Node.js and 'npm ci --omit=dev' in tests/MongoServer.";

    private readonly Process? _process;
    private readonly string? _folder;

    private TestServer(string uri, bool isStandIn, Process? process = null, string? folder = null)
    {
        Uri = uri;
        IsStandIn = isStandIn;
        _process = process;
        _folder = folder;
    }

    /// <summary>The server that the environment names; null when it names none.</summary>
    public static string? GivenUri => Environment.GetEnvironmentVariable("DOCMIGRATE_TEST_MONGODB") is { Length: > 0 } uri ? uri : null;

    /// <summary>The connection string, with at least one option.</summary>
    public string Uri { get; }

    /// <summary>Whether it is the stand-in, whose fail points the tests know.</summary>
    public bool IsStandIn { get; }

    public static TestServer Given() => new(GivenUri!.Contains('?', StringComparison.Ordinal) ? GivenUri : $"{GivenUri.TrimEnd('/')}/?appname=tests", isStandIn: false);

    /// <summary>A single server or a replica set of one member: a <c>mongod</c> if there is one on the path, else the stand-in.</summary>
    public static async Task<TestServer?> StartAsync(bool isReplicaSet, CancellationToken cancellationToken) => OnPath("mongod") is { } mongod
        ? await MongodAsync(mongod, isReplicaSet, cancellationToken)
        : await StandInAsync(isReplicaSet ? ["--topology", "replicaset"] : [], null, cancellationToken);

    /// <summary>The stand-in. Null where it can't run; on CI that is a failure.</summary>
    public static async Task<TestServer?> StandInAsync(string[] arguments, string? users, CancellationToken cancellationToken)
    {
        var folder = StandInFolder();
        if (OnPath("node") is not { } node || !Directory.Exists(Path.Combine(folder, "node_modules", "bson")))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Needs);
            return null;
        }

        var start = new ProcessStartInfo(node, ["src/main.js", .. arguments]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (users is not null)
        {
            start.Environment["MONGOSERVER_USERS"] = users;
        }

        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The stand-in for MongoDB did not start.");
        var uri = JsonDocument.Parse(line).RootElement.GetProperty("uri").GetString()!;
        return new TestServer(uri.Contains('?', StringComparison.Ordinal) ? uri : $"{uri.TrimEnd('/')}/?appname=tests", isStandIn: true, process);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (IsStandIn)
            {
                _process.StandardInput.Close();
            }
            else
            {
                _process.Kill();
            }

            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task<TestServer> MongodAsync(string mongod, bool isReplicaSet, CancellationToken cancellationToken)
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        var folder = Directory.CreateTempSubdirectory("docmigrate-mongod").FullName;
        var start = new ProcessStartInfo(mongod, ["--dbpath", folder, "--bind_ip", "127.0.0.1", "--port", $"{port}", "--quiet", "--logpath", Path.Combine(folder, "log"), "--setParameter", "enableTestCommands=1"]);
        if (isReplicaSet)
        {
            start.ArgumentList.Add("--replSet");
            start.ArgumentList.Add("rs0");
        }

        var server = new TestServer($"mongodb://127.0.0.1:{port}/?{(isReplicaSet ? "replicaSet=rs0" : "appname=tests")}", isStandIn: false, Process.Start(start)!, folder);
        if (isReplicaSet)
        {
            await using var transport = Transports.Open($"mongodb://127.0.0.1:{port}/?directConnection=true");
            try
            {
                await transport.RunAsync(
                    Commands.Of($$$"""{"replSetInitiate":{"_id":"rs0","members":[{"_id":0,"host":"127.0.0.1:{{{port}}}"}]}}""", database: "admin"), cancellationToken);
            }
            catch (MongoException)
            {
                await server.DisposeAsync();
                throw;
            }
        }

        return server;
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, program), Path.Combine(folder, program + ".exe")])
        .FirstOrDefault(File.Exists);

    private static string StandInFolder()
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
