using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.MongoHost;

namespace DocMigrate.Document.MongoDb.Tests.Servers;

/// <summary>How tests find a real MongoDB, with programs that stand for <c>mongod</c> and <c>docker</c>.</summary>
public sealed class RealServerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docmigrate-path");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_mongod_that_does_not_start_is_named_with_what_it_said()
    {
        Program("mongod", "echo 'the version of glibc is too old' >&2; exit 1");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RealServer.StartAsync(isReplicaSet: false, _folder.FullName, Cancellation));

        Assert.Contains($"{Path.Combine(_folder.FullName, "mongod")}, does not answer: the version of glibc is too old.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_docker_whose_engine_does_not_run_is_none()
    {
        Program("docker", "echo 'Cannot connect to the Docker daemon' >&2; exit 1");

        Assert.Null(await RealServer.StartAsync(isReplicaSet: false, _folder.FullName, Cancellation));
    }

    [Fact]
    public async Task Without_either_there_is_none() => Assert.Null(await RealServer.StartAsync(isReplicaSet: true, _folder.FullName, Cancellation));

    [Fact]
    public async Task A_container_is_started_asked_and_removed()
    {
        var node = Programs.Find("node");
        Assert.SkipWhen(node is null || !Directory.Exists(Path.Combine(TestServer.StandInFolder(), "node_modules")), TestServer.Needs);
        Program("docker", $$"""
            case "$1" in
              info) exit 0 ;;
              rm) echo "$3" > "$0.removed"; kill "$(cat "$0.pid")" ;;
              run)
                echo "$*" > "$0.ran"
                while [ "$1" != --port ]; do shift; done
                { sleep 120 & echo $! > "$0.pid"; wait; } | exec '{{node}}' '{{TestServer.StandInFolder()}}/src/main.js' --port "$2" ;;
            esac
            """);

        var server = (await RealServer.StartAsync(isReplicaSet: false, _folder.FullName, Cancellation))!;
        await using (var transport = Transports.Open($"mongodb://127.0.0.1:{server.Port}/?directConnection=true"))
        {
            Assert.NotNull((await transport.RunAsync(Commands.Of("""{"ping":1}""", database: "admin"), Cancellation))["ok"]);
        }

        await server.DisposeAsync();

        var ran = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "docker.ran"), Cancellation);
        var name = (await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "docker.removed"), Cancellation)).Trim();
        Assert.Contains($"--name {name} --publish 127.0.0.1:{server.Port}:{server.Port} mongo:7.0 mongod --bind_ip_all --port {server.Port}", ran, StringComparison.Ordinal);
    }

    private void Program(string name, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a shell for the programs that stand in.");
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
