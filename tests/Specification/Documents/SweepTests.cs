using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Keeping;
using DocMigrate.Errors;
using DocMigrate.Running;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>
/// <c>sweep</c>: documents that programs of an older version wrote after the migrations ran are brought up to date, as far as looks or stamps tell which they are; the others
/// are said to be unknown and left alone.
/// </summary>
public abstract class SweepTests : DocumentSuite
{
    private const int Count = 20;

    [Fact]
    public async Task Brings_up_what_old_programs_wrote_after_several_migrations_and_the_way_back_gives_it_again()
    {
        await using var store = await FilledAsync();
        var project = Defined(store);
        await project.MigrateAsync();
        string[] late =
        [
            """{"_id":101,"name":"Old One","n":1,"age":"5"}""", """{"_id":102,"first":"Half","last":"Way","n":2,"age":"6"}""",
            """{"_id":103,"first":"New","last":"One","n":3,"years":"7"}""",
        ];
        await store.InsertAsync(Collection, late);
        await store.EditAsync(Collection, 1, """{"_id":1,"name":"Edited Again","n":1,"age":"9"}""");

        var report = await SweepAsync(project);

        Assert.True(report.Clean);
        Assert.Equal(["0001_names 2", "0002_years 3"], Assert.Single(report.Collections).Migrations.Select(static item => $"{item.Migration.Name} {item.Changed}"));
        Assert.All(report.Collections[0].Migrations, static item => Assert.True(item.Told));
        Same([DocumentReader.Read("""{"_id":101,"n":1,"first":"Old","last":"One","years":"5"}""")], [await OneAsync(store, 101)]);
        Same([DocumentReader.Read("""{"_id":102,"first":"Half","last":"Way","n":2,"years":"6"}""")], [await OneAsync(store, 102)]);
        Assert.Equal("Edited", (await OneAsync(store, 1))["first"]);
        Assert.All(await store.DocumentsAsync(Collection), static document => Assert.True(document["name"] is null && document["age"] is null));

        var again = await SweepAsync(project);
        Assert.All(again.Collections[0].Migrations, static item => Assert.Equal((0, 0, 0), (item.Changed, item.Quarantined, item.Late)));
        await project.MigrateAsync("zero");
        Assert.Equal("Old One", (await OneAsync(store, 101))["name"]);
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public async Task Leaves_what_does_not_fit_in_quarantine_or_late_as_the_operation_says()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_names", static c => c.Split("name", ["first", "last"], " ", onError: OnError.Quarantine));
        project.Define("0002_years", static c => c.Rename("age", "years"));
        await project.MigrateAsync();
        await store.InsertAsync(Collection, """{"_id":101,"name":"A B","first":"C"}""", """{"_id":102,"first":"C","last":"D","age":1,"years":2}""");

        var report = await SweepAsync(project);

        Assert.False(report.Clean);
        Assert.Equal(["0001_names 0 1 0", "0002_years 0 0 1"], report.Collections[0].Migrations.Select(static item => $"{item.Migration.Name} {item.Changed} {item.Quarantined} {item.Late}"));
        Assert.StartsWith("101:", Assert.Single(await store.QuarantinedAsync()), StringComparison.Ordinal);
        Assert.Equal([("app.0002_years", 1L)], report.Late.Select(static late => (late.Migration, late.Count)));
        Assert.Equal([0, 1], (await ShownAsync(project)).Select(static migration => migration.Late));

        await store.DeleteAsync(Collection, 102);
        Assert.True((await SweepAsync(project)).Clean);
        Assert.Equal([0, 0], (await ShownAsync(project)).Select(static migration => migration.Late));
    }

    [Fact]
    public async Task What_a_migration_computed_can_not_be_told_by_looks_and_is_left_until_somebody_checked_it()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_names", static c => c.Split("name", ["first", "last"], " "));
        project.Define("0002_count", static c => c.Transform("add one", static d => Add(d, 1), static d => Add(d, -1)));
        project.Define("0003_years", static c => c.Rename("age", "years"));
        await project.MigrateAsync("0001");
        await project.StopAsync(1);
        await store.InsertAsync(Collection, """{"_id":101,"name":"Old One","n":1,"age":"5"}""");
        await project.MigrateAsync();

        var report = await SweepAsync(project);

        Assert.Equal(["0001_names False", "0002_count False", "0003_years True"], report.Collections[0].Migrations.Select(static item => $"{item.Migration.Name} {item.Told}"));
        Assert.Contains(report.Late, static late => late is { Migration: "app.0002_count", Count: 1 });
        Assert.False(report.Clean);
        Assert.Equal(("Old One", 1, "5"), ((string?)(await OneAsync(store, 101))["name"], (int)(await OneAsync(store, 101))["n"]!, (string?)(await OneAsync(store, 101))["years"]));

        Assert.True((await SweepAsync(project, new SweepOptions { From = MigrationTarget.To("app", "0003") })).Clean);
        Assert.True((await SweepAsync(project, new SweepOptions { Checked = true })).Clean);
        Assert.Equal(0, (await ShownAsync(project)).Sum(static migration => migration.Late));
        project.Define("0004_contract", static c => c.Contract().Remove("years"));
        await project.MigrateAsync();
    }

    [Fact]
    public async Task A_stamp_says_what_is_left_to_be_done_even_of_what_looks_do_not_tell()
    {
        await using var store = await OpenAsync();
        var project = await StampedAsync(store);
        project.Define("0002_count", static c => c.Transform("add one", static d => Add(d, 1), static d => Add(d, -1)));
        await project.MigrateAsync("0001");
        var zero = (string)(await OneAsync(store, 1))["_v"]!;
        await project.MigrateAsync();
        var one = (string)(await OneAsync(store, 1))["_v"]!;
        project.Define("0003_twice", static c => c.Transform("add ten", static d => Add(d, 10), static d => Add(d, -10)).Rename("age", "years"));
        await project.MigrateAsync();
        var now = (string)(await OneAsync(store, 1))["_v"]!;
        await store.InsertAsync(
            Collection, $$"""{"_id":101,"_v":"{{zero}}","n":0,"age":"1"}""", $$"""{"_id":102,"_v":"{{one}}","n":0,"age":"2"}""", $$"""{"_id":103,"_v":"{{now}}","n":0,"years":"3"}""",
            """{"_id":104,"n":0,"age":"4"}""", """{"_id":105,"_v":"7.0123456789abcdef","n":0}""");

        var report = await SweepAsync(project);

        Assert.Equal(2, Assert.Single(report.Collections).Unknown);
        Assert.False(report.Clean);
        Assert.Equal([11, 10, 0, 0, 0], await NumbersAsync(store));
        Assert.Equal([now, now, now, null, "7.0123456789abcdef"], await StampsAsync(store));
        await store.DeleteAsync(Collection, 104);
        await store.DeleteAsync(Collection, 105);
        Assert.True((await SweepAsync(project)).Clean);
        Assert.Equal([11, 10, 0], await NumbersAsync(store));
        await project.MigrateAsync("0001");
        Assert.Equal([0, -1, -11], await NumbersAsync(store));
    }

    [Fact]
    public async Task A_pass_that_looks_do_not_tell_apart_does_what_came_later_and_bears_the_old_stamp()
    {
        await using var store = await OpenAsync();
        var project = await StampedAsync(store);
        await project.MigrateAsync();
        var old = (string)(await OneAsync(store, 1))["_v"]!;
        project.Define("0002_count", static c => c.Transform("add one", static d => Add(d, 1), static d => Add(d, -1)));
        await project.StopAsync(1);
        await store.InsertAsync(Collection, $$"""{"_id":101,"_v":"{{old}}","n":0}""", """{"_id":102,"n":0}""");
        await store.EditAsync(Collection, 1, $$"""{"_id":1,"_v":"{{old}}","n":50}""");

        await project.MigrateAsync();

        Assert.Equal([1, 0], await NumbersAsync(store));
        Assert.Equal(51, (int)(await OneAsync(store, 1))["n"]!);
        Assert.Equal([0, 0, 1], (await ShownAsync(project)).Select(static migration => migration.Late));
    }

    [Fact]
    public async Task A_document_that_was_tried_again_bears_the_stamp_of_where_it_came_to()
    {
        await using var store = await OpenAsync();
        var project = await StampedAsync(store);
        project.Define("0002_age", static c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine));
        project.Define("0003_count", static c => c.Transform("add one", static d => Add(d, 1), static d => Add(d, -1)));
        await store.EditAsync(Collection, 3, """{"_id":3,"n":0,"age":"old"}""");
        await project.MigrateAsync();
        await store.EditAsync(Collection, 3, $$"""{"_id":3,"n":0,"age":"3","_v":{{(await OneAsync(store, 3))["_v"] ?? "null"}}}""".Replace(",\"_v\":null", "", StringComparison.Ordinal));
        await using (var migrator = project.Open())
        {
            Assert.Equal(1, (await migrator.Quarantine.RetryAsync(null, null, null, Token)).Fit);
        }

        Assert.Equal(((int?)1, (string?)(await OneAsync(store, 1))["_v"]), ((int?)(await OneAsync(store, 3))["n"], (string?)(await OneAsync(store, 3))["_v"]));
        Assert.True((await SweepAsync(project)).Clean);
        Assert.Equal(1, (int)(await OneAsync(store, 3))["n"]!);
    }

    [Fact]
    public async Task A_half_done_migration_and_a_name_that_is_none_are_refused()
    {
        await using var store = await FilledAsync();
        var project = Defined(store);
        await project.StopAsync(1);

        Assert.Equal("DM6662", (await Assert.ThrowsAsync<HistoryException>(() => SweepAsync(project))).Code.Value);
        await project.MigrateAsync();
        await Assert.ThrowsAsync<HistoryException>(() => SweepAsync(project, new SweepOptions { From = MigrationTarget.To("app", "0009") }));
        await Assert.ThrowsAsync<ConfigurationException>(() => SweepAsync(project, new SweepOptions { Store = "elsewhere" }));
    }

    [Fact]
    public async Task A_sweep_that_is_stopped_is_done_again()
    {
        await using var store = await FilledAsync();
        var project = Defined(store);
        await project.MigrateAsync();
        await store.InsertAsync(Collection, [.. Enumerable.Range(101, Count).Select(static i => $$"""{"_id":{{i}},"name":"Old {{i}}","n":0,"age":"5"}""")]);
        using var stop = new CancellationTokenSource();
        await using (var migrator = project.Open())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migrator.SweepAsync(null, new CallingObserver(static happened => happened is ProgressEvent { Done: > 20 }, stop.Cancel), stop.Token));
        }

        Assert.True((await SweepAsync(project)).Clean);
        Assert.All(await store.DocumentsAsync(Collection), static document => Assert.True(document["name"] is null && document["age"] is null));
    }

    /// <summary>A collection that the first migration made, so that the history knows what it is.</summary>
    private static async Task<DocumentProject> StampedAsync(DocumentStoreHarness store)
    {
        store.ChunkSize = 7;
        var project = new DocumentProject(store);
        project.Define("0000_create", static c => c.Create());
        await project.MigrateAsync();
        await store.InsertAsync(Collection, Documents());
        project.Define("0001_stamps", static c => c.Versioned());
        return project;
    }

    private static DocumentProject Defined(DocumentStoreHarness store)
    {
        var project = new DocumentProject(store);
        project.Define("0001_names", static c => c.Split("name", ["first", "last"], " "));
        project.Define("0002_years", static c => c.Rename("age", "years"));
        return project;
    }

    private static async Task<SweepReport> SweepAsync(DocumentProject project, SweepOptions? options = null)
    {
        await using var migrator = project.Open();
        return await migrator.SweepAsync(options, project.Recorded, Token);
    }

    private static async Task<IReadOnlyList<Engine.Reporting.MigrationReport>> ShownAsync(DocumentProject project)
    {
        await using var migrator = project.Open();
        return await migrator.ShowAsync(Token);
    }

    private static async Task<JObject> OneAsync(DocumentStoreHarness store, int id) =>
        (await store.DocumentsAsync(Collection)).Single(document => (int)document["_id"]! == id);

    private static async Task<IEnumerable<int>> NumbersAsync(DocumentStoreHarness store) =>
        (await store.DocumentsAsync(Collection)).Where(static document => (int)document["_id"]! > 100).Select(static document => (int)document["n"]!);

    private static async Task<IEnumerable<string?>> StampsAsync(DocumentStoreHarness store) =>
        (await store.DocumentsAsync(Collection)).Where(static document => (int)document["_id"]! > 100).Select(static document => (string?)document["_v"]);

    private static JObject Add(JObject document, int by)
    {
        document["n"] = (int)document["n"]! + by;
        return document;
    }

    private async Task<DocumentStoreHarness> FilledAsync()
    {
        var store = await OpenAsync();
        store.ChunkSize = 7;
        await store.FillAsync(Collection, Documents());
        return store;
    }

    private static string[] Documents() => [.. Enumerable.Range(1, Count).Select(static i => $$"""{"_id":{{i}},"name":"First{{i}} Last","n":0,"age":"{{i}}"}""")];
}
