using System.Globalization;
using System.Reflection;
using DocMigrate.Document.Building;
using DocMigrate.Document.Values;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>Documents of about 250 bytes in SQLite; one price in ten ends in a zero, so that its text must be kept aside. The reference is the file of SQL named as the scenario.</summary>
internal abstract class PeopleScenario : Scenario
{
    public override async Task PrepareAsync(string folder, int scale)
    {
        await using var connection = Open(folder);
        await using var transaction = connection.BeginTransaction();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE people (seq INTEGER PRIMARY KEY AUTOINCREMENT, _id NOT NULL UNIQUE, document BLOB NOT NULL)";
        await command.ExecuteNonQueryAsync();
        command.CommandText = "INSERT INTO people (_id, document) VALUES ($id, jsonb($text))";
        var id = command.Parameters.Add("$id", SqliteType.Text);
        var text = command.Parameters.Add("$text", SqliteType.Text);
        var random = new Random(20261122);
        for (var i = 0; i < scale; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{i:x24}");
            id.Value = key;
            text.Value = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"_id":"{{key}}","name":"Person Number {{i}}","email":"person{{i}}@example.com","street":"{{random.Next(1, 400)}} Main Street","city":"Springfield","zip":"{{random.Next(10000, 99999)}}","price":"{{random.Next(1, 2000)}}.{{random.Next(0, 100):00}}","tags":["a","b","c"],"active":true,"note":"lorem ipsum dolor sit amet consectetur"}""");
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    public override async Task RunOursAsync(string folder, int scale)
    {
        var file = Path.Combine(folder, "docmigrate.json");
        await File.WriteAllTextAsync(file, """{ "stores": { "catalog": { "provider": "sqlite-json", "connection": "Data Source=people.db" } } }""");
        await using var migrator = Migrator.Create(
            new ConfigurationReader().Read(file), MigrationCatalog.FromDefinitions(Definitions()), StoreProviders.Discover(Assembly.GetExecutingAssembly()));
        await migrator.MigrateAsync(MigrationTarget.Latest, options: null, Preflight, CancellationToken.None);
    }

    public override async Task RunReferenceAsync(string folder, int scale)
    {
        await using var connection = Open(folder);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "References", Name + ".sql"));
        await command.ExecuteNonQueryAsync();
    }

    public override async Task VerifyAsync(string ours, string reference)
    {
        await using var left = Open(ours);
        await using var right = Open(reference);
        await using var leftCommand = Select(left);
        await using var rightCommand = Select(right);
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

    private static SqliteCommand Select(SqliteConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = "SELECT json(document) FROM people ORDER BY seq";
        return command;
    }

    protected static SqliteConnection Open(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "people.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>The reshapes of each migration, in order.</summary>
    protected abstract IReadOnlyList<Action<DocumentsBuilder>> Migrations { get; }

    private IEnumerable<MigrationDefinition> Definitions()
    {
        for (var i = 0; i < Migrations.Count; i++)
        {
            var builder = new MigrationBuilder(new MigrationId("bench", NameOf(i)));
            if (i > 0)
            {
                builder.DependsOn(NameOf(i - 1));
            }

            yield return builder.Documents("catalog", "people", Migrations[i]).ToDefinition();
        }

        static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{number + 1:0000}_reshape");
    }
}
