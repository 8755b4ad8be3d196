using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace DocMigrate.PostgresServer;

/// <summary>A PostgreSQL server in a temporary folder, on a free port of the loopback address and a socket in that folder. It ends with this process, however that ends.</summary>
/// <remarks>
/// A shell keeps it: it reads orders from a pipe, and when the pipe ends, with this process, it ends the server and deletes the folder. The server refuses to
/// run as root, so for root all of it runs as user <c>postgres</c>. Everybody on this machine may connect as anybody, without a password, but for members of
/// the role <see cref="WithPassword"/>. To kill it, the server is halted first, so that it makes no process that the list of its processes lacks, and the last of
/// them is waited for: while one lives, its shared memory keeps a new server from starting.
/// </remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    /// <summary>Roles that are members of this one need their password.</summary>
    public const string WithPassword = "with_password";

    private const string ServerUser = "postgres";

    private const string Keeper = """
        folder=$1; shift
        trap '' TERM INT HUP
        start() { "$@" >>"$folder/log" 2>&1 </dev/null & server=$!; }
        children() {
            for stat in /proc/[0-9]*/stat; do
                read -r pid name state parent rest <"$stat" 2>/dev/null && [ "$parent" = "$server" ] && echo "$pid"
            done 2>/dev/null
        }
        lives() { read -r pid name state rest <"/proc/$1/stat" 2>/dev/null && [ "$state" != Z ]; }
        server=
        while read -r order; do
            case $order in
                start) start "$@" ;;
                stop) kill -INT "$server"; wait "$server" ;;
                kill)
                    kill -STOP "$server"; all=$(children); kill -KILL $server $all; wait "$server"
                    for pid in $all; do while lives "$pid"; do sleep 0.02; done; done ;;
            esac 2>/dev/null
            echo done
        done
        kill -QUIT "$server" 2>/dev/null && wait "$server"
        rm -rf "$folder"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _keeper;
    private int _databases;

    private PostgresCluster(Process keeper, string folder, int port)
    {
        _keeper = keeper;
        Folder = folder;
        Port = port;
    }

    /// <summary>The folder with the data, the log and the socket.</summary>
    public string Folder { get; }

    public int Port { get; }

    /// <summary>Why no server can be started here; null where one can.</summary>
    public static string? Missing => PostgresBinaries.Folder is null
        ? "Needs PostgreSQL 13 or newer: apt install postgresql, or set DOCMIGRATE_TEST_POSTGRES to the connection string of a server."
        : null;

    /// <summary>Makes a cluster and starts its server.</summary>
    /// <param name="durable">Whether what is committed is on the disk: without, it survives the server's death, but not the machine's, and all is faster.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PostgresCluster> StartAsync(bool durable, CancellationToken cancellationToken)
    {
        var binaries = PostgresBinaries.Folder ?? throw new InvalidOperationException(Missing);
        var folder = Directory.CreateTempSubdirectory("docmigrate-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(folder, ["chown", ServerUser, folder], cancellationToken);
        }

        await InitializeAsync(binaries, folder, cancellationToken);
        var port = FreePort();
        string[] server =
        [
            Path.Combine(binaries, "postgres"), "-D", Path.Combine(folder, "data"),
            "-p", port.ToString(CultureInfo.InvariantCulture), "-k", folder, "-c", "listen_addresses=127.0.0.1",
            "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "max_prepared_transactions=0", "-c", "autovacuum_naptime=10min",
            "-c", $"hba_file={Path.Combine(folder, "hba.conf")}",
            .. durable ? Array.Empty<string>() : ["-c", "fsync=off", "-c", "full_page_writes=off"],
        ];
        var keeper = Process.Start(StartInfo(folder, ["sh", "-c", Keeper, "keeper", folder, .. server]))!;
        var cluster = new PostgresCluster(keeper, folder, port);
        try
        {
            await cluster.StartAgainAsync(cancellationToken);
            await cluster.ExecuteAsync($"CREATE ROLE {WithPassword}", cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>How to connect as the superuser. Without a pool, so that nothing is left of a test in the next one's.</summary>
    public string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username={ServerUser};Database={database};Pooling=false;Timeout=30");

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE DATABASE {name}", cancellationToken);
        return ConnectionString(name);
    }

    /// <summary>Stops the server as an administrator does: sessions are ended, what they did not commit is undone.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => OrderAsync("stop", cancellationToken);

    /// <summary>Kills the server with all its processes (SIGKILL).</summary>
    public Task KillAsync(CancellationToken cancellationToken) => OrderAsync("kill", cancellationToken);

    /// <summary>Starts the server that was stopped or killed, and waits until it takes connections.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        await OrderAsync("start", cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await ExecuteAsync("SELECT 1", cancellationToken);
                return;
            }
            catch (NpgsqlException error)
            {
                if (TimeProvider.System.GetElapsedTime(began) > Patience)
                {
                    throw new InvalidOperationException("PostgreSQL does not start: " + await LogAsync(cancellationToken), error);
                }

                await Task.Delay(50, cancellationToken);
            }
        }
    }

    /// <summary>Runs SQL as the superuser, in the database <c>postgres</c>.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The server's log.</summary>
    public Task<string> LogAsync(CancellationToken cancellationToken) => File.ReadAllTextAsync(Path.Combine(Folder, "log"), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync(CancellationToken.None);
        _keeper.Dispose();
    }

    // Sorted as people sort, where the version can: what relies on the order of code points must say so.
    private static async Task InitializeAsync(string binaries, string folder, CancellationToken cancellationToken)
    {
        string[] initdb =
        [
            Path.Combine(binaries, "initdb"), "-D", Path.Combine(folder, "data"), "-U", ServerUser, "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync",
        ];
        if (await RunAsync(folder, [.. initdb, "--locale-provider=icu", "--icu-locale=en-US"], cancellationToken, mayFail: true) is not null)
        {
            await RunAsync(folder, initdb, cancellationToken);
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder, "hba.conf"),
            $"""
            host all +{WithPassword} 127.0.0.1/32 scram-sha-256
            host all all 127.0.0.1/32 trust
            local all all trust

            """,
            cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            File.SetUnixFileMode(Path.Combine(folder, "hba.conf"), readable);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task OrderAsync(string order, CancellationToken cancellationToken)
    {
        await _keeper.StandardInput.WriteLineAsync(order.AsMemory(), cancellationToken);
        await _keeper.StandardInput.FlushAsync(cancellationToken);
        if (await _keeper.StandardOutput.ReadLineAsync(cancellationToken) != "done")
        {
            throw new InvalidOperationException($"The keeper of the server did not '{order}' it.");
        }
    }

    /// <returns>What it said of why it failed; null when it did not.</returns>
    private static async Task<string?> RunAsync(string folder, string[] command, CancellationToken cancellationToken, bool mayFail = false)
    {
        using var process = Process.Start(StartInfo(folder, command, asServer: command[0] != "chown"))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? null
            : mayFail ? errors
            : throw new InvalidOperationException($"{command[0]} failed: {errors}");
    }

    private static ProcessStartInfo StartInfo(string folder, string[] command, bool asServer = true)
    {
        // In a session of its own: a signal to this process's group, Ctrl-C say, is not to end the keeper before its work.
        string[] all =
        [
            .. asServer && Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={ServerUser}", $"--regid={ServerUser}", "--init-groups"] : Array.Empty<string>(),
            .. command[0] == "sh" && File.Exists("/usr/bin/setsid") ? ["setsid"] : Array.Empty<string>(),
            .. command,
        ];
        var start = new ProcessStartInfo(all[0])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = command[0] != "sh",
        };
        foreach (var argument in all.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
