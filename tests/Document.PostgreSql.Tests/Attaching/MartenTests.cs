using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Inspection;
using DocMigrate.Engine.Loading;
using DocMigrate.Errors;
using DocMigrate.Running;
using DocMigrate.Tests;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Tests.Attaching;

/// <summary>Documents as Marten keeps them, in a schema of their own, forth and back; and which tables are refused.</summary>
public sealed class MartenTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Count = 120;
    private const string Table = """
        CREATE SCHEMA app;
        CREATE TABLE app.mt_doc_order (id uuid PRIMARY KEY, data jsonb NOT NULL, mt_last_modified timestamptz DEFAULT '2026-01-01', mt_version uuid DEFAULT gen_random_uuid(), mt_dotnet_type varchar DEFAULT 'Shop.Order');
        """;

    private NpgsqlDataSource _source = null!;
    private string _connection = "";
    private string _folder = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connection = await postgres.NewDatabaseAsync();
        _source = NpgsqlDataSource.Create(_connection);
        _folder = Directory.CreateTempSubdirectory("docmigrate-marten").FullName;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Goes_forth_and_back_with_unknown_fields_and_other_columns_kept()
    {
        await FillAsync();
        var (before, others) = (await DocumentsAsync(), await OthersAsync());

        await MigrateAsync(null);
        var documents = await DocumentsAsync();
        Assert.All(documents, static text => Assert.Contains("\"Unknown\": {\"deep\": [1, 2.50]}", text, StringComparison.Ordinal));
        Assert.All(documents, static text =>
        {
            var document = DocumentReader.Read(text);
            Assert.Equal(["City", "Street"], ((Newtonsoft.Json.Linq.JObject)document["Address"]!).Properties().Select(static field => field.Name));
            Assert.Equal(Newtonsoft.Json.Linq.JTokenType.Integer, document["Priority"]!.Type);
            Assert.NotNull(document["FirstName"]);
            Assert.Null(document["Customer"]);
            Assert.NotNull(document["Lines"]![0]!["Quantity"]);
        });
        Assert.Equal(others, await OthersAsync());
        await VerifyLookedIntoAsync();

        await MigrateAsync("zero");
        Assert.Equal(before, await DocumentsAsync());
        Assert.Equal(others, await OthersAsync());
        Assert.Equal(["0"], await RowsAsync("SELECT (SELECT count(*) FROM _docmigrate_shadow) + (SELECT count(*) FROM _docmigrate_snapshot)"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pass_that_was_stopped_goes_on_or_back_and_does_not_touch_what_came_meanwhile(bool onwards)
    {
        await FillAsync();
        var before = await DocumentsAsync();
        using (var stop = new CancellationTokenSource())
        {
            var observer = new CallingObserver(static e => e is ProgressEvent { Done: > 0 }, stop.Cancel);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MigrateAsync(null, observer, stop.Token));
        }

        var done = (await RowsAsync("SELECT 1 FROM app.mt_doc_order WHERE data ? 'FirstName'")).Count;
        Assert.InRange(done, 1, Count - 1);
        await ExecuteAsync("""INSERT INTO app.mt_doc_order (id, data) VALUES ('00000000-0000-0000-0000-000000000000', '{"late": 1}'), ('ffffffff-ffff-ffff-ffff-ffffffffffff', '{"late": 2}')""");
        await MigrateAsync(onwards ? null : "zero");

        Assert.Equal(onwards ? Count : 0, (await RowsAsync("SELECT 1 FROM app.mt_doc_order WHERE data ? 'FirstName'")).Count);
        Assert.Equal(["{\"late\": 1}", "{\"late\": 2}"], await RowsAsync("SELECT data::text FROM app.mt_doc_order WHERE data ? 'late' ORDER BY id"));
        await MigrateAsync("zero");
        Assert.Equal(before, (await DocumentsAsync()).Where(static text => !text.Contains("late", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("CREATE SCHEMA app; CREATE TABLE app.other (id uuid PRIMARY KEY, data jsonb)", "DM6309", "app.other")]
    [InlineData("CREATE SCHEMA app; CREATE TABLE app.mt_doc_order (id uuid PRIMARY KEY, body jsonb)", "DM6310", "body")]
    [InlineData("CREATE SCHEMA app; CREATE TABLE app.mt_doc_order (id uuid PRIMARY KEY, data integer)", "DM6311", "integer")]
    [InlineData("CREATE SCHEMA app; CREATE TABLE app.mt_doc_order (id uuid PRIMARY KEY, data jsonb); INSERT INTO app.mt_doc_order VALUES (gen_random_uuid(), '[1]')", "DM6311", "arrays")]
    [InlineData("CREATE SCHEMA app; CREATE TABLE app.mt_doc_order (id uuid, tenant text, data jsonb, PRIMARY KEY (tenant, id))", "DM6312", "id, tenant")]
    [InlineData("CREATE SCHEMA app; CREATE TABLE app.mt_doc_order (id uuid UNIQUE, data jsonb); INSERT INTO app.mt_doc_order VALUES (NULL, '{}')", "DM6312", "NULL")]
    [InlineData("CREATE SCHEMA app; CREATE TABLE app.o (id uuid PRIMARY KEY, data jsonb); CREATE VIEW app.mt_doc_order AS SELECT * FROM app.o", "DM6301", "view")]
    public async Task Refuses_a_table_that_is_of_no_use_and_says_what_is_there(string sql, string code, string named)
    {
        await ExecuteAsync(sql);

        var error = await Assert.ThrowsAsync<StoreException>(() => MigrateAsync(null));

        Assert.Equal(code, error.Code.Value);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("'orders'", error.Message, StringComparison.Ordinal);
    }

    private static MigrationDefinition Migration()
    {
        var migration = new MigrationBuilder(new MigrationId("app", "0001_orders"));
        migration.Documents("docs", "orders", static c => c
            .Create()
            .Split("Customer", into: ["FirstName", "LastName"], separator: " ")
            .Convert("Priority", FieldType.Int32, from: FieldType.String)
            .Nest(["Street", "City"], into: "Address")
            .ForEach("Lines", static line => line.Rename("Qty", "Quantity"))
            .CreateIndex(["LastName"]));
        return migration.ToDefinition();
    }

    private Migrator Open()
    {
        var file = Path.Combine(_folder, "docmigrate.json");
        File.WriteAllText(file, """
            { "stores": { "docs": { "provider": "postgresql-jsonb", "connection": "${X}", "chunkSize": 25,
              "collections": { "orders": { "table": "app.mt_doc_order", "key": "id", "document": "data" } } } } }
            """);
        return Migrator.Create(
            new ConfigurationReader(_ => _connection).Read(file), MigrationCatalog.FromDefinitions([Migration()]), new StoreProviders(new PostgresJsonStoreProvider()));
    }

    private async Task MigrateAsync(string? target, IRunObserver? observer = null, CancellationToken? cancellationToken = null)
    {
        await using var migrator = Open();
        await migrator.MigrateAsync(target is null ? MigrationTarget.Latest : MigrationTarget.To("app", target), null, observer, cancellationToken ?? Token);
    }

    private async Task VerifyLookedIntoAsync()
    {
        await using var migrator = Open();
        var inspected = await migrator.Inspector.InspectAsync(new InspectOptions { Sample = 30 }, null, Token);
        var drift = await migrator.Inspector.FindDriftAsync(null, "orders", null, Token);
        Assert.Contains("FirstName", Assert.Single(Assert.Single(inspected.Stores).Parts).Text, StringComparison.Ordinal);
        Assert.Contains($"{Count} documents", Assert.Single(Assert.Single(drift.Stores).Parts).Text, StringComparison.Ordinal);
        Assert.Equal(["ix_orders_LastName app"], await RowsAsync("SELECT indexname || ' ' || schemaname FROM pg_indexes WHERE indexname LIKE 'ix%'"));
    }

    private Task FillAsync() => ExecuteAsync(Table + $$$"""
        INSERT INTO app.mt_doc_order (id, data) SELECT gen_random_uuid(), jsonb_build_object(
          'Id', gen_random_uuid(), 'Customer', 'First' || i || ' Last' || i, 'Priority', i::text, 'Street', i || ' Main St', 'City', 'City ' || i,
          'Unknown', '{"deep": [1, 2.50]}'::jsonb, 'Lines', jsonb_build_array(jsonb_build_object('Sku', 'S' || i, 'Qty', i), jsonb_build_object('Sku', 'T', 'Qty', null)))
        FROM generate_series(1, {{{Count}}}) AS i
        """);

    private Task<List<string>> DocumentsAsync() => RowsAsync("SELECT data::text FROM app.mt_doc_order ORDER BY id");

    private Task<List<string>> OthersAsync() => RowsAsync("SELECT concat_ws(' ', id, mt_last_modified, mt_version, mt_dotnet_type) FROM app.mt_doc_order ORDER BY id");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task<List<string>> RowsAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            rows.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }

        return rows;
    }
}
