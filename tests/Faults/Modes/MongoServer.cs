using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Transport;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Faults.Modes;

/// <summary>The server of <c>DOCMIGRATE_TEST_MONGODB</c>, or else the stand-in for MongoDB in <c>tests/MongoServer</c>: only that one can be killed, and has answers get lost.</summary>
internal sealed class MongoServer : Server
{
    private const string Given = "DOCMIGRATE_TEST_MONGODB";

    /// <summary>What goes wrong with a single command: by what it is told, and how often.</summary>
    private static readonly (string Name, JProperty[] Data)[] s_troubles =
    [
        ("the connection is dropped before the command is done", [new("closeConnection", true)]),
        ("the connection is dropped after the command was done", [new("closeConnectionAfterApplying", true)]),
        ("it is no primary any more", [new("errorCode", Number(10107))]),
        ("it is stepping down", [new("errorCode", Number(189))]),
        ("it shuts down", [new("errorCode", Number(91))]),
    ];

    private static readonly string[] s_commands = ["insert", "update", "delete", "find", "aggregate", "findAndModify", "commitTransaction", "getMore"];

    private readonly string? _folder;
    private readonly bool _isReplicaSet;
    private Process? _process;

    private MongoServer(string? folder, bool isReplicaSet, string connection) => (_folder, _isReplicaSet, Connection) = (folder, isReplicaSet, connection);

    /// <summary>The connection string, with an option in it.</summary>
    public override string Connection { get; }

    /// <summary>Whether it is the stand-in.</summary>
    public bool IsStandIn => _folder is not null;

    /// <param name="data">Where the stand-in keeps its data.</param>
    /// <param name="isReplicaSet">Whether it is to have transactions; a server that is given is as it is.</param>
    public static async Task<MongoServer> StartAsync(string data, bool isReplicaSet)
    {
        if (Environment.GetEnvironmentVariable(Given) is { Length: > 0 } given && isReplicaSet)
        {
            return new MongoServer(null, isReplicaSet, given.Contains('?', StringComparison.Ordinal) ? given : $"{given.TrimEnd('/')}/?retryWrites=true");
        }

        var (process, port) = await StartAsync(data, isReplicaSet, 0);
        return new MongoServer(data, isReplicaSet, $"mongodb://127.0.0.1:{port}/?{(isReplicaSet ? "replicaSet=rs0" : "directConnection=true")}") { _process = process };
    }

    public override async Task LoseAnswerAsync(string database, bool passItOn, Action wake, Task ending)
    {
        await FailAsync(database, _isReplicaSet ? ["commitTransaction"] : ["update", "insert"], 0, new JProperty(passItOn ? "closeConnectionAfterApplying" : "closeConnection", true));
        wake();
        await Task.WhenAny(Task.Delay(20), ending);
    }

    /// <summary>Something goes wrong with a command of those who work on a database, some time.</summary>
    /// <returns>What.</returns>
    public async Task<string> TroubleAsync(string database, Random random)
    {
        var (name, data) = s_troubles[random.Next(s_troubles.Length)];
        var command = s_commands[random.Next(s_commands.Length)];
        var skip = random.Next(12);
        await FailAsync(database, [command], skip, data);
        return $"{command} no. {skip}: {name}";
    }

    public override async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public override async Task StartAgainAsync() => (_process, _) = await StartAsync(_folder!, _isReplicaSet, ConnectionString.Parse(Connection).Hosts[0].Port);

    public override async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private static JValue Number(int number) => new((object)number);

    private static async Task<(Process Process, int Port)> StartAsync(string data, bool isReplicaSet, int port)
    {
        var folder = Path.Combine(Root(AppContext.BaseDirectory), "tests", "MongoServer");
        var start = new ProcessStartInfo(
            "node", ["src/main.js", "--data", data, "--port", port.ToString(CultureInfo.InvariantCulture), "--topology", isReplicaSet ? "replicaset" : "standalone"])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The stand-in for MongoDB did not start: it needs Node.js, and 'npm ci --omit=dev' in tests/MongoServer.");
        return (process, JsonDocument.Parse(line).RootElement.GetProperty("ports")[0].GetInt32());
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "DocMigrate.sln")) ? folder : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no DocMigrate.sln above."));

    private async Task FailAsync(string application, string[] commands, int skip, params JProperty[] what)
    {
        await using var transport = MongoTransport.Open(ConnectionString.Parse(Connection));
        var data = new JObject(new JProperty("failCommands", new JArray(commands)), new JProperty("appName", application));
        data.Add(what.Select(static property => new JProperty(property)));
        await transport.RunAsync(
            new MongoCommand
            {
                Database = "admin",
                Body = new JObject(
                    new JProperty("configureFailPoint", "failCommand"),
                    new JProperty("mode", new JObject(new JProperty("times", Number(1)), new JProperty("skip", Number(skip)))),
                    new JProperty("data", data)),
            },
            CancellationToken.None);
    }
}
