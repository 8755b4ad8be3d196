using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.DryRuns;
using DocMigrate.Engine.DryRuns;
using DocMigrate.Engine.Graph;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Generation;
using DocMigrate.Specification.Documents.Harness;
using DocMigrate.Tests;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>A dry run says what the run then does, and writes nothing.</summary>
public abstract class DryRunTests : DocumentSuite
{
    private static readonly string[] s_people =
    [
        """{"_id":1,"name":"Ada Lovelace","age":"36","tags":["a","b"]}""",
        """{"_id":2,"name":"Alan Turing","age":"old","tags":["a"]}""",
        """{"_id":3,"name":7,"age":"85"}""",
        """{"_id":4,"name":"Edsger Dijkstra","age":"72","tags":[]}""",
    ];

    /// <summary>What becomes of every document, forth and back, of chains of migrations made at random.</summary>
    [Fact]
    public void What_it_says_of_all_documents_is_what_the_run_does() => Check.One(
        Exploration.Of(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithEndSize(1_000_000)),
        Prop.ForAll(Gen.Choose(1, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            VerifyAsync(new RandomCase(seed), Forms[seed % Forms.Count], seed % 3 != 0).GetAwaiter().GetResult();
            return true;
        }));

    [Fact]
    public async Task Says_what_each_operation_does_and_what_becomes_of_what_does_not_fit()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_age", static c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine));
        project.Define("0002_name", static c => c.Split("name", ["first", "last"], " ", onError: OnError.Keep).Rename("tags", "labels"));

        var report = await DryRunAsync(store, project);

        Assert.False(report.Fails);
        Assert.Equal(["app.0001_age", "app.0002_name"], report.Migrations);
        var people = Assert.Single(report.Collections);
        Assert.Equal((4L, 4L, 3L, 0L, 1L), (people.Documents, people.Tried, people.Changed, people.Failing, people.Quarantined));
        Assert.Equal(
            [("app.0001_age", 3L, 0L, 1L, 0L), ("app.0002_name", 2L, 0L, 0L, 1L), ("app.0002_name", 2L, 0L, 0L, 0L)],
            people.Operations.Select(static operation => (operation.Migration, operation.Changed, operation.Failing, operation.Quarantined, operation.Left)));
        Assert.Equal(("age", DryRunOutcome.Quarantined, 1L, "2"), Only(people.Operations[0]));
        Assert.Equal(("name", DryRunOutcome.Left, 1L, "3"), Only(people.Operations[1]));
        Assert.Equal(
            [new DryRunPath("age", 0, 0, 3), new DryRunPath("first", 2, 0, 0), new DryRunPath("labels", 2, 0, 0), new DryRunPath("last", 2, 0, 0), new DryRunPath("name", 0, 2, 0), new DryRunPath("tags", 0, 2, 0)],
            people.Paths);

        // The first and the last change in the same way, the third in another.
        Assert.Equal([("1", 2L), ("3", 1L)], people.Examples.Select(static example => (example.Id, example.Documents)));
        Assert.Equal([new DryRunChange("age", "\"85\"", "85")], people.Examples[1].Changes);
    }

    [Fact]
    public async Task Says_that_the_run_would_stop_as_it_then_does()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_name", static c => c.Rename("tags", "labels"));
        project.Define("0002_age", static c => c.Convert("age", FieldType.Int32));

        var report = await DryRunAsync(store, project);
        await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync());

        Assert.True(report.Fails);
        Assert.Equal((1L, 3L), (report.Collections[0].Failing, report.Collections[0].Changed));
        Assert.Equal(("age", DryRunOutcome.Fails, 1L, "2"), Only(report.Collections[0].Operations[1]));
        await SameAsync(store, s_people);
    }

    [Fact]
    public async Task A_kind_of_which_there_are_few_documents_is_in_the_sample()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, Enumerable.Range(0, 300).Select(static i => i is 77 or 211 ? $$"""{"_id":{{i}},"price":{"net":1} }""" : $$"""{"_id":{{i}},"price":"{{i}}"}"""));
        var project = new DocumentProject(store);
        project.Define("0001_price", static c => c.Convert("price", FieldType.Int32, onError: OnError.Quarantine));

        var first = Assert.Single((await DryRunAsync(store, project, sample: 30)).Collections);
        var second = Assert.Single((await DryRunAsync(store, project, sample: 30)).Collections);

        Assert.Equal((300L, 30L, 28L, 2L), (first.Documents, first.Tried, first.Changed, first.Quarantined));
        Assert.Equal(first, second);

        // Of more documents than are looked at, some.
        var some = Assert.Single((await DryRunAsync(store, project, sample: 10)).Collections);
        Assert.Equal((300L, 10L), (some.Documents, some.Tried));
        Assert.InRange(some.Changed, 8, 10);
        Assert.Equal(some, Assert.Single((await DryRunAsync(store, project, sample: 10)).Collections));
    }

    [Fact]
    public async Task The_way_back_is_tried_with_what_was_kept_for_it()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_age", static c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine));
        project.Define("0002_gone", static c => c.Remove("name"));
        await project.MigrateAsync();

        var back = Assert.Single((await DryRunAsync(store, project, "0001")).Collections);
        var start = Assert.Single((await DryRunAsync(store, project, "zero")).Collections);

        Assert.Equal((Direction.Backward, 3L), (Assert.Single(back.Operations).Direction, back.Changed));
        Assert.Equal([new DryRunChange("name", null, "\"Ada Lovelace\"")], back.Examples[0].Changes);
        Assert.Equal(["app.0002_gone", "app.0001_age"], start.Operations.Select(static operation => operation.Migration));

        // The second is in quarantine, and left out.
        Assert.Equal((4L, 3L, 3L), (start.Documents, start.Tried, start.Changed));
    }

    [Fact]
    public virtual async Task What_comes_after_a_change_of_the_collection_itself_is_not_tried()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_all", [
            .. Operations(static c => c.CreateIndex(["tags"]).Rename("age", "years").RenameCollection("people")),
            .. Operations(static c => c.Rename("years", "age").Drop(), "people"),
        ]);

        var report = await DryRunAsync(store, project);

        Assert.Equal([Collection, "people"], report.Collections.Select(static collection => collection.Collection));
        Assert.Equal(["it changes no document", null, "it changes no document"], report.Collections[0].Operations.Select(static operation => operation.NotTried));
        Assert.Equal(4, report.Collections[0].Operations[1].Changed);
        Assert.All(report.Collections[1].Operations, static operation => Assert.Equal("app.0001_all gives the collection this name before it", operation.NotTried));
        Assert.Equal((null, 0L), (report.Collections[1].Documents, report.Collections[1].Tried));
    }

    [Fact]
    public async Task A_migration_that_a_run_stopped_in_is_not_tried()
    {
        await using var store = await FilledAsync();
        store.ChunkSize = 1;
        var project = new DocumentProject(store);
        project.Define("0001_name", static c => c.Split("name", ["first", "last"], " ", onError: OnError.Quarantine));
        Assert.True(await project.StopAsync(2));

        var report = await DryRunAsync(store, project);

        Assert.Contains("a run stopped", Assert.Single(Assert.Single(report.Collections).Operations).NotTried, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collection_that_is_not_there_has_nothing_to_try_and_is_not_made()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("others", ["""{"_id":1}"""]);
        var others = await store.CollectionsAsync();
        var project = new DocumentProject(store);
        project.Define("0001_create", static c => c.Create().Add("a", 1));

        var collection = Assert.Single((await DryRunAsync(store, project, sample: null)).Collections);

        Assert.Equal((null, 0L, 0L), (collection.Documents, collection.Tried, collection.Changed));
        Assert.Equal(others, await store.CollectionsAsync());
    }

    [Fact]
    public async Task The_code_of_a_transform_runs_and_what_it_throws_does_not_fit()
    {
        await using var store = await FilledAsync();
        var seen = new List<string>();
        var project = new DocumentProject(store);
        project.Define("0001_code", c => c.Transform(
            "shout",
            document =>
            {
                seen.Add(document["name"]!.Value<string>()!);
                document["name"] = seen[^1] == "7" ? throw new InvalidOperationException("No.") : seen[^1].ToUpperInvariant();
                return document;
            },
            keepOriginal: true));

        var report = await DryRunAsync(store, project);

        Assert.Equal(4, seen.Count);
        Assert.True(report.Fails);
        Assert.Contains("threw InvalidOperationException: No.", Assert.Single(Assert.Single(report.Collections[0].Operations).Misfits).Reason, StringComparison.Ordinal);
        Assert.Contains(new DryRunChange("name", "\"Ada Lovelace\"", "\"ADA LOVELACE\""), report.Collections[0].Examples[0].Changes);
    }

    [Fact]
    public async Task What_the_run_would_refuse_is_refused()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_age", static c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine));
        await project.MigrateAsync();
        project.Define("0002_unique", static c => c.CreateIndex(["age"], unique: true));
        project.Define("0003_gone", static c => c.Transform("gone", static document => document));

        var said = await Assert.ThrowsAsync<DataException>(() => DryRunAsync(store, project));
        var done = await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync());

        Assert.Equal(done.Message, said.Message);
    }

    [Fact]
    public async Task Nothing_is_pending_and_nothing_is_said()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_age", static c => c.Rename("age", "years"));
        await project.MigrateAsync();

        var report = await DryRunAsync(store, project);

        Assert.Equal((false, 0, 0), (report.Fails, report.Migrations.Count, report.Collections.Count));
    }

    /// <summary>How many cases are made. A store that takes long to be made anew has fewer.</summary>
    protected virtual int Cases => 50;

    private async Task VerifyAsync(RandomCase made, string form, bool stepwise)
    {
        var documents = made.Documents.Select(Held).OfType<JObject>().ToList();
        if (documents.Count == 0 || !new DocumentCase(documents, made.Operations).IsValid || !made.Operations.All(Takes))
        {
            return;
        }

        await using var store = await OpenAsync(form);
        await store.FillAsync(DocumentSuite.Collection, documents.Select(static document => DocumentWriter.Write(document)));
        var project = new DocumentProject(store) { Stepwise = stepwise };
        var name = 0;
        foreach (var operations in made.Operations.Chunk(2))
        {
            project.Define($"{++name:0000}", operations);
        }

        // Where the way back does not fit, documents stay on the list of that direction: what of them counts twice is not told apart here.
        await VerifyAsync(store, project, null);
        if ((await store.QuarantinedAsync()).Count == 0)
        {
            await VerifyAsync(store, project, "zero");
        }
    }

    private static async Task VerifyAsync(DocumentStoreHarness store, DocumentProject project, string? target)
    {
        var before = await store.DocumentsAsync(Collection);
        var report = await DryRunAsync(store, project, target, sample: null);
        var said = Assert.Single(report.Collections);
        if (report.Fails)
        {
            await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync(target));
            return;
        }

        await project.MigrateAsync(target);
        var after = await store.DocumentsAsync(Collection);
        Assert.Equal((await store.QuarantinedAsync()).Count, said.Quarantined);
        Assert.Equal(before.Zip(after).Count(static pair => !DocumentEquality.AnyOrder.Same(pair.First, pair.Second)), said.Changed);
        Assert.Equal(said.Changed, said.Examples.Sum(static example => example.Documents) + said.OtherChanges);
        foreach (var example in said.Examples)
        {
            var place = before.FindIndex(document => document["_id"]!.Value<string>() == example.Id);
            var (old, now) = (Values(before[place]), Values(after[place]));
            foreach (var (path, from, to) in example.Changes)
            {
                Assert.Equal(from, Text(old.GetValueOrDefault(path), from));
                Assert.Equal(to, Text(now.GetValueOrDefault(path), to));
            }
        }
    }

    /// <summary>The values of a document by the paths that a dry run gives them.</summary>
    private static Dictionary<string, JToken> Values(JObject document)
    {
        var values = new Dictionary<string, JToken>();
        Add("", document);
        return values;

        void Add(string path, JToken value)
        {
            values[path.Length == 0 ? "$" : path] = value;
            foreach (var (key, inner) in value is JObject found ? found.Properties().Select(static property => (DocumentPath.Of(property.Name).ToString(), property.Value)) : [])
            {
                Add(path.Length == 0 || key.StartsWith('[') ? path + key : $"{path}.{key}", inner);
            }

            foreach (var (inner, i) in value is JArray array ? array.Select(static (inner, i) => (inner, i)) : [])
            {
                Add($"{path}[{i}]", inner);
            }
        }
    }

    // The order of keys in a value is the store's; a text that was cut is compared as far as it goes.
    private static string? Text(JToken? value, string? said)
    {
        if (value is null || said is null || said.EndsWith('…'))
        {
            return value is null ? null : said;
        }

        return DocumentEquality.AnyOrder.Same(value, DocumentReader.ReadValue(said)) ? said : DocumentWriter.Write(value);
    }

    private static async Task<DryRunReport> DryRunAsync(DocumentStoreHarness store, DocumentProject project, string? target = null, int? sample = DryRunRequest.DefaultSample)
    {
        var before = await store.ContentAsync();
        DryRunReport report;
        await using (var migrator = project.Open())
        {
            report = await migrator.DryRunAsync(
                new DryRunOptions { Target = target is null ? MigrationTarget.Latest : MigrationTarget.To("app", target), Sample = sample }, Token);
        }

        Assert.Equal(before, await store.ContentAsync());
        return report;
    }

    private static (string Path, DryRunOutcome Outcome, long Documents, string Ids) Only(DryRunOperation operation)
    {
        var misfit = Assert.Single(operation.Misfits);
        return (misfit.Path, misfit.Outcome, misfit.Documents, string.Join(',', misfit.Samples));
    }

    private async Task<DocumentStoreHarness> FilledAsync()
    {
        var store = await OpenAsync();
        await store.FillAsync(Collection, s_people);
        return store;
    }
}
