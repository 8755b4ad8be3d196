using DocMigrate.Backends;
using DocMigrate.Document.Values;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Running;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite;
using Microsoft.Data.Sqlite;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Harness;

/// <summary>A folder with a <c>docmigrate.json</c>: a store <c>main</c> of tables and a store <c>docs</c> of documents in one file, and the engine's migrator on them.</summary>
internal sealed class TemporaryProject : IDisposable
{
    private const string Configuration = """
        { "history": "main", "tables": { "prefix": "$prefix" }, "stores": {
            "main": { "provider": "sqlite",      "connection": "Data Source=app.db" },
            "docs": { "provider": "sqlite-json", "connection": "Data Source=app.db"$settings } } }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docmigrate-json");
    private readonly List<MigrationDefinition> _migrations = [];

    /// <param name="settings">Further settings of the store of documents, as JSON properties after a comma; null for none.</param>
    /// <param name="prefix">What the names of DocMigrate's own tables begin with.</param>
    public TemporaryProject(string? settings = null, string prefix = TableNaming.DefaultPrefix) => File.WriteAllText(
        Path.Combine(_folder.FullName, "docmigrate.json"),
        Configuration.Replace("$settings", settings, StringComparison.Ordinal).Replace("$prefix", prefix, StringComparison.Ordinal));

    public RecordingObserver Recorded { get; } = new();

    /// <summary>Declares the next migration of the module <c>app</c>; each depends on the one before it.</summary>
    public void Define(string name, Action<MigrationBuilder> build)
    {
        var builder = new MigrationBuilder(new MigrationId("app", name));
        if (_migrations.Count > 0)
        {
            builder.DependsOn(_migrations[^1].Id.Name);
        }

        build(builder);
        _migrations.Add(builder.ToDefinition());
    }

    /// <summary>Declares the last migration anew, as an author does who corrects it.</summary>
    public void Redefine(string name, Action<MigrationBuilder> build)
    {
        _migrations.RemoveAt(_migrations.Count - 1);
        Define(name, build);
    }

    public Migrator Open() => Migrator.Create(
        new ConfigurationReader().Read(Path.Combine(_folder.FullName, "docmigrate.json")),
        MigrationCatalog.FromDefinitions(_migrations),
        new StoreProviders(new SqliteStoreProvider(), new SqliteJsonStoreProvider()));

    /// <param name="target">A migration's name or a beginning of it; null for the latest.</param>
    /// <param name="observer">Null for <see cref="Recorded"/>.</param>
    /// <param name="cancellationToken">Null for the test's own.</param>
    public async Task<RunResult> MigrateAsync(string? target = null, IRunObserver? observer = null, CancellationToken? cancellationToken = null)
    {
        await using var migrator = Open();
        return await migrator.MigrateAsync(
            target is null ? MigrationTarget.Latest : MigrationTarget.To("app", target), null, observer ?? Recorded, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    public async Task<List<string>> StatusesAsync()
    {
        await using var migrator = Open();
        return [.. (await migrator.ShowAsync(TestContext.Current.CancellationToken)).Select(static migration =>
            $"{migration.Name} {migration.Status}: {string.Join(", ", migration.Stores.Select(static store => $"{store.Store} {store.Status}"))}")];
    }

    /// <summary>Makes a collection outside of any migration, as an application would have it.</summary>
    public void Fill(string collection, IEnumerable<JObject> documents)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = CollectionTable.Create(collection);
        command.ExecuteNonQuery();
        command.CommandText = $"INSERT INTO \"{collection}\" (_id, document) VALUES ($text ->> '$._id', jsonb($text))";
        var text = command.Parameters.Add("$text", SqliteType.Text);
        foreach (var document in documents)
        {
            text.Value = DocumentWriter.Write(document);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public List<JObject> Documents(string collection) => [.. Rows($"SELECT json(document) FROM \"{collection}\" ORDER BY seq").Select(static text => DocumentReader.Read(text))];

    /// <summary>The first column, as text.</summary>
    public List<string> Rows(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }

        return rows;
    }

    /// <summary>How another program opens the file.</summary>
    public string Connection => $"Data Source={Path.Combine(_folder.FullName, "app.db")};Pooling=False";

    /// <summary>Runs a statement as another program would.</summary>
    public void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(Connection);
        connection.Open();
        return connection;
    }
}
