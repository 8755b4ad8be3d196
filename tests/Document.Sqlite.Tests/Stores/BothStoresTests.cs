using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Planning;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Stores;

/// <summary>Tables and documents in one file, changed by one migration in one transaction.</summary>
public sealed class BothStoresTests : IDisposable
{
    private const string Note = "SELECT name FROM pragma_table_info('orders') WHERE name = 'note'";
    private const string Statuses = "SELECT name || ' ' || status FROM _docmigrate_ledger ORDER BY position";

    private static readonly string[] Documents = ["""{"_id":1,"mail":"a@x","rate":12.50}""", """{"_id":2,"mail":"a@x"}""", """{"_id":3}"""];

    private readonly TemporaryProject _project = new();

    public BothStoresTests() => _project.Define("0001_initial", static migration => migration
        .Sql("main", static sql => sql
            .CreateTable("orders", static t => t.Column("id", static c => c.Int64().Key()).Column("price", static c => c.Text()))
            .RunSql("INSERT INTO orders VALUES (1, '9.50'), (2, 'free')", "DELETE FROM orders"))
        .Documents("docs", "people", static c => c.Create()));

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task One_migration_changes_both_and_goes_back_in_both()
    {
        await BeginAsync();
        DefineSecond(_project.Define);

        var result = await _project.MigrateAsync();
        Assert.Equal(["0001_initial Applied: main Applied, docs Applied", "0002_both Applied: main Applied, docs Applied"], await _project.StatusesAsync());
        Assert.Equal(new StepCounts(Scanned: 3, Changed: 2), result.Counts);
        Assert.Equal(["1|9.50|new", "2|free|new"], _project.Rows("SELECT id || '|' || amount || '|' || note FROM orders ORDER BY id"));
        Assert.Equal(["""{"_id":1,"email":"a@x","rate":12.50}""", """{"_id":2,"email":"a@x"}""", """{"_id":3}"""], People("email"));

        await _project.MigrateAsync("0001");
        Assert.Equal(["1|9.50", "2|free"], _project.Rows("SELECT id || '|' || price FROM orders ORDER BY id"));
        Assert.Equal(Documents, People("mail"));
        Assert.Empty(_project.Rows(Note));

        await _project.MigrateAsync("zero");
        Assert.Empty(_project.Rows("SELECT name FROM sqlite_schema WHERE name IN ('orders', 'people')"));
        await _project.MigrateAsync();
        Assert.Equal(2, _project.Documents("people").Count(static document => document.ContainsKey("email")));
        Assert.Equal(["1|9.50|new", "2|free|new"], _project.Rows("SELECT id || '|' || amount || '|' || note FROM orders ORDER BY id"));
    }

    [Fact]
    public async Task Nobody_sees_one_half_of_it_and_the_history_comes_with_it()
    {
        await BeginAsync();
        DefineSecond(_project.Define);
        var (columns, people, statuses) = (new List<string>(), new List<string>(), new List<string>());
        var observer = new CallingObserver(static e => e is OperationStartedEvent { Store: "docs" }, () =>
        {
            columns = _project.Rows(Note);
            people = People("mail");
            statuses = _project.Rows(Statuses);
        });

        await _project.MigrateAsync(observer: observer);

        Assert.Empty(columns);
        Assert.Equal(Documents, people);
        Assert.Equal(["0001_initial applied"], statuses);
        Assert.Equal(["note"], _project.Rows(Note));
        Assert.Equal(["0001_initial applied", "0002_both applied"], _project.Rows(Statuses));
    }

    [Fact]
    public async Task A_document_operation_that_fails_takes_the_table_s_change_back_with_it()
    {
        await BeginAsync();
        DefineSecond(_project.Define, indexed: "quo\"te");

        var error = await Assert.ThrowsAsync<StoreException>(() => _project.MigrateAsync());

        Assert.Equal("DM6107", error.Code.Value);
        Assert.Empty(_project.Rows(Note));
        Assert.Equal(Documents, People("mail"));
        Assert.Equal("0002_both Failed", (await _project.StatusesAsync())[1].Split(':')[0]);
        Assert.Empty(_project.Rows("SELECT count(*) FROM _docmigrate_journal WHERE name = '0002_both' AND status = 'applied' HAVING count(*) > 0"));

        DefineSecond(_project.Redefine);
        await _project.MigrateAsync();
        Assert.Equal(["note"], _project.Rows(Note));
        Assert.Equal(["0001_initial applied", "0002_both applied"], _project.Rows(Statuses));
    }

    [Fact]
    public async Task What_can_be_foreseen_of_documents_stops_it_before_the_table_is_touched()
    {
        await BeginAsync();
        _project.Define("0002_both", static migration => migration
            .Sql("main", static sql => sql.AddColumn("orders", "note", static c => c.Text()))
            .Documents("docs", "people", static c => c.Convert("mail", FieldType.Int32)));

        var error = await Assert.ThrowsAsync<DataException>(() => _project.MigrateAsync());

        Assert.StartsWith("2 documents do not fit in collection 'people'", error.Message, StringComparison.Ordinal);
        Assert.Empty(_project.Rows(Note));
        Assert.Equal(["0001_initial applied"], _project.Rows(Statuses));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_long_pass_that_was_cancelled_goes_on_or_back_with_its_table(bool on)
    {
        _project.Fill("counters", Enumerable.Range(1, 12_000).Select(static i => new JObject(new JProperty("_id", new JValue((object)i)), new JProperty("n", new JValue((object)0)))));
        await _project.MigrateAsync();
        _project.Define("0002_count", static migration => migration
            .Sql("main", static sql => sql.AddColumn("orders", "note", static c => c.Text()))
            .Documents("docs", "counters", static c => c.Transform("count", static d => Add(d, 1), static d => Add(d, -1))));
        using var cancellation = new CancellationTokenSource();
        var observer = new CallingObserver(static e => e is ProgressEvent, cancellation.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _project.MigrateAsync(null, observer, cancellation.Token));
        Assert.Equal(["note"], _project.Rows(Note));
        Assert.Equal("0002_count Failed: main Applied, docs Failed", (await _project.StatusesAsync())[1]);
        Assert.Equal(["0", "1"], _project.Rows("SELECT DISTINCT document ->> 'n' AS n FROM counters ORDER BY n"));
        await _project.MigrateAsync(on ? null : "0001");

        Assert.Equal([on ? "1" : "0"], _project.Rows("SELECT DISTINCT document ->> 'n' FROM counters"));
        Assert.Equal(on ? ["note"] : [], _project.Rows(Note));
        Assert.Equal(on ? "0002_count Applied: main Applied, docs Applied" : "0002_count RolledBack: main RolledBack, docs RolledBack", (await _project.StatusesAsync())[1]);
    }

    [Fact]
    public async Task The_plan_has_a_step_for_each_store()
    {
        await BeginAsync();
        DefineSecond(_project.Define);
        await using var migrator = _project.Open();

        var plan = await migrator.PlanAsync(Engine.Graph.MigrationTarget.Latest, TestContext.Current.CancellationToken);

        Assert.Equal(["main", "docs"], plan.Steps.Select(static step => step.Store));
        var document = plan.Steps.Last().Operations[0];
        Assert.Equal((ExecutionSite.Server, 3L), (document.Execution, document.EstimatedDocuments));
    }

    private async Task BeginAsync()
    {
        await _project.MigrateAsync();
        _project.Rows($"INSERT INTO people (_id, document) VALUES {string.Join(", ", Documents.Select(static (text, i) => $"({i + 1}, jsonb('{text}'))"))} RETURNING 1");
    }

    private static void DefineSecond(Action<string, Action<MigrationBuilder>> define, string indexed = "email") => define("0002_both", migration => migration
        .Sql("main", static sql => sql.RenameColumn("orders", "price", "amount").AddColumn("orders", "note", static c => c.Text().Default("new")))
        .Documents("docs", "people", c => c.Rename("mail", "email").CreateIndex([DocumentPath.Of(indexed)])));

    /// <summary>As stored, digit for digit; the field that is renamed may stand anywhere, so it is put in its place.</summary>
    private List<string> People(string field) => _project.Rows(
        $"SELECT json_patch(json_patch(json_object('_id', _id), iif(document ->> '{field}' IS NULL, '{{}}', json_object('{field}', document ->> '{field}'))), json(document)) FROM people ORDER BY seq");

    private static JObject Add(JObject document, int by)
    {
        document["n"] = (int)document["n"]! + by;
        return document;
    }
}
