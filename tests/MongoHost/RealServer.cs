using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Values;

namespace DocMigrate.MongoHost;

/// <summary>A MongoDB of our own: a <c>mongod</c> on the path, or one in a container. It ends with the test.</summary>
public sealed class RealServer : IAsyncDisposable
{
    private const string Image = "mongo:7.0";

    /// <summary>The first start of an image downloads it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly string? _folder;
    private readonly (string Docker, string Name)? _container;

    private RealServer(int port, ProcessStartInfo start, string? folder = null, (string Docker, string Name)? container = null)
    {
        (Port, _folder, _container) = (port, folder, container);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>What it said last: why it does not start, when it doesn't.</summary>
    private string LastLine { get; set; } = "it said nothing";

    /// <summary>Starts a server; null where there is none to start.</summary>
    /// <param name="isReplicaSet">Whether it is a replica set of one member, <c>rs0</c>.</param>
    /// <param name="path">The folders in which programs are looked for, as in <c>PATH</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static async Task<RealServer?> StartAsync(bool isReplicaSet, string? path, CancellationToken cancellationToken)
    {
        var port = FreePort();
        string[] options = ["--port", port.ToString(CultureInfo.InvariantCulture), "--setParameter", "enableTestCommands=1", .. isReplicaSet ? (string[])["--replSet", "rs0"] : []];
        var server = Programs.Find("mongod", path) is { } mongod ? Mongod(mongod, port, options)
            : Programs.Find("docker", path) is { } docker && await IsRunningAsync(docker, cancellationToken) ? Container(docker, port, options)
            : null;
        if (server is null)
        {
            return null;
        }

        try
        {
            await server.AnswersAsync(isReplicaSet, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is { } container)
        {
            using var removal = Process.Start(Quiet(container.Docker, "rm", "--force", container.Name))!;
            await removal.WaitForExitAsync();
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static RealServer Mongod(string mongod, int port, string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("docmigrate-mongod").FullName;
        return new RealServer(port, Quiet(mongod, ["--dbpath", folder, "--bind_ip", "127.0.0.1", .. options]), folder);
    }

    // The same port inside and outside: a member of a replica set must reach itself by the name that clients use.
    private static RealServer Container(string docker, int port, string[] options)
    {
        var name = $"docmigrate-tests-{Guid.NewGuid():N}";
        return new RealServer(
            port, Quiet(docker, ["run", "--rm", "--name", name, "--publish", $"127.0.0.1:{port}:{port}", Image, "mongod", "--bind_ip_all", .. options]), container: (docker, name));
    }

    /// <summary>Whether there is an engine behind the program.</summary>
    private static async Task<bool> IsRunningAsync(string docker, CancellationToken cancellationToken)
    {
        using var asking = Process.Start(Quiet(docker, "info"))!;
        await Task.WhenAll(asking.StandardOutput.ReadToEndAsync(cancellationToken), asking.StandardError.ReadToEndAsync(cancellationToken));
        await asking.WaitForExitAsync(cancellationToken);
        return asking.ExitCode == 0;
    }

    private async Task AnswersAsync(bool isReplicaSet, CancellationToken cancellationToken)
    {
        await using var transport = MongoTransport.Open(ConnectionString.Parse($"mongodb://127.0.0.1:{Port}/?directConnection=true&serverSelectionTimeoutMS=500"));
        var command = isReplicaSet
            ? $$$"""{"replSetInitiate":{"_id":"rs0","members":[{"_id":0,"host":"127.0.0.1:{{{Port}}}"}]}}"""
            : """{"ping":1}""";
        for (var started = Stopwatch.StartNew(); ;)
        {
            try
            {
                await transport.RunAsync(new MongoCommand { Database = "admin", Body = DocumentReader.Read(command) }, cancellationToken);
                return;
            }
            catch (MongoException error) when (error is not MongoCommandException && !_process.HasExited && started.Elapsed < Patience)
            {
                await Task.Delay(100, cancellationToken);
            }
            catch (MongoException error)
            {
                throw new InvalidOperationException($"The MongoDB of the tests, {_process.StartInfo.FileName}, does not answer: {LastLine}.", error);
            }
        }
    }

    private void Note(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            LastLine = line;
        }
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private static ProcessStartInfo Quiet(string program, params string[] arguments) => new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
}
