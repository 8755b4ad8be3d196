using System.Globalization;
using System.Reflection;
using System.Text.Json;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.PostgresServer;
using Npgsql;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>
/// Rename, nest and convert in PostgreSQL, on a server of its own with the durability that it has by default. One price in ten ends in a zero, so that its text must be kept
/// aside. Each side works on a copy of the database, made before the time is taken.
/// </summary>
internal sealed class ReshapePostgres : Scenario
{
    private const string Template = "people";

    /// <summary>In a scenario's folder: how to connect to the server, and to the copy.</summary>
    private const string ServerFile = "server.txt";
    private const string CopyFile = "copy.txt";

    private PostgresCluster? _cluster;

    public override string Name => "reshape-postgres";

    public override string Reference => "one hand-written UPDATE (References/reshape-postgres.sql)";

    public override int DefaultScale => 500_000;

    public override async Task PrepareAsync(string folder, int scale)
    {
        // It ends with this process.
        _cluster = await PostgresCluster.StartAsync(durable: true, CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(folder, ServerFile), _cluster.ConnectionString("postgres"));
        await _cluster.ExecuteAsync($"CREATE DATABASE {Template}", CancellationToken.None);
        await using var connection = await OpenAsync(_cluster.ConnectionString(Template));
        await ExecuteAsync(
            connection,
            "CREATE TABLE people (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, _id jsonb NOT NULL UNIQUE GENERATED ALWAYS AS (document -> '_id') STORED, document jsonb NOT NULL)");
        await using (var writer = await connection.BeginTextImportAsync("COPY people (document) FROM STDIN"))
        {
            var random = new Random(20261122);
            for (var i = 0; i < scale; i++)
            {
                await writer.WriteAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"_id":"{{i:x24}}","name":"Person Number {{i}}","email":"person{{i}}@example.com","street":"{{random.Next(1, 400)}} Main Street","city":"Springfield","zip":"{{random.Next(10000, 99999)}}","price":"{{random.Next(1, 2000)}}.{{random.Next(0, 100):00}}","tags":["a","b","c"],"active":true,"note":"lorem ipsum dolor sit amet consectetur"}""") + "\n");
            }
        }

        await ExecuteAsync(connection, "VACUUM ANALYZE people");
    }

    public override Task WarmUpOursAsync(string folder, int scale) => CopyAsync(folder, "ours");

    public override Task WarmUpReferenceAsync(string folder, int scale) => CopyAsync(folder, "reference");

    public override async Task RunOursAsync(string folder, int scale)
    {
        var file = Path.Combine(folder, "docmigrate.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            stores = new { catalog = new { provider = "postgresql-jsonb", connection = await File.ReadAllTextAsync(Path.Combine(folder, CopyFile)) } },
        }));
        var reshape = new MigrationBuilder(new MigrationId("bench", "0001_reshape"))
            .Documents("catalog", "people", static people => people
                .Rename("name", "fullName").Nest(["street", "city", "zip"], into: "address").Convert("price", FieldType.Double, from: FieldType.String))
            .ToDefinition();
        await using var migrator = Migrator.Create(
            new ConfigurationReader().Read(file), MigrationCatalog.FromDefinitions([reshape]), StoreProviders.Discover(Assembly.GetExecutingAssembly()));
        await migrator.MigrateAsync(MigrationTarget.Latest, options: null, Preflight, CancellationToken.None);
    }

    public override async Task RunReferenceAsync(string folder, int scale)
    {
        await using var connection = await OpenAsync(await File.ReadAllTextAsync(Path.Combine(folder, CopyFile)));
        await ExecuteAsync(connection, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "References", Name + ".sql")));
    }

    public override async Task VerifyAsync(string ours, string reference)
    {
        await using var left = await OpenAsync(await File.ReadAllTextAsync(Path.Combine(ours, CopyFile)));
        await using var right = await OpenAsync(await File.ReadAllTextAsync(Path.Combine(reference, CopyFile)));
        await using var leftCommand = new NpgsqlCommand("SELECT document::text FROM people ORDER BY seq", left);
        await using var rightCommand = new NpgsqlCommand("SELECT document::text FROM people ORDER BY seq", right);
        await using var mine = await leftCommand.ExecuteReaderAsync();
        await using var other = await rightCommand.ExecuteReaderAsync();
        while (await other.ReadAsync())
        {
            if (!await mine.ReadAsync() || !DocumentEquality.AnyOrder.Same(DocumentReader.Read(mine.GetString(0)), DocumentReader.Read(other.GetString(0))))
            {
                throw new InvalidOperationException($"The results differ: expected {other.GetString(0)}, found {mine.GetString(0)}.");
            }
        }

        if (await mine.ReadAsync())
        {
            throw new InvalidOperationException("The results differ: there are more documents than there should be.");
        }
    }

    private static async Task CopyAsync(string folder, string name)
    {
        var server = await File.ReadAllTextAsync(Path.Combine(folder, ServerFile));
        await using var connection = await OpenAsync(server);
        await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {name}");
        await ExecuteAsync(connection, $"CREATE DATABASE {name} TEMPLATE {Template}");
        await ExecuteAsync(connection, "CHECKPOINT");
        await File.WriteAllTextAsync(Path.Combine(folder, CopyFile), new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
