using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Engine.Keeping;
using DocMigrate.Errors;
using DocMigrate.Keeping;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Specification.Documents;

/// <summary>The life of documents in quarantine, and of what is kept aside for the way back.</summary>
public abstract class KeepingTests : DocumentSuite
{
    private static readonly string[] s_documents = ["""{"_id":1,"age":"36","name":"Ada B"}""", """{"_id":2,"age":"old","name":"Bo C"}""", """{"_id":3,"age":"x","name":"Cy D"}"""];

    [Fact]
    public async Task Documents_in_quarantine_are_listed_with_where_and_why()
    {
        await using var store = await OpenAsync();
        var project = await QuarantinedAsync(store);
        await store.EditAsync(Collection, 3, """{"_id":3,"age":"44","name":"Cy D"}""");

        var listed = await ListAsync(project);

        Assert.Equal(["2", "3"], listed.Select(static document => document.Document));
        Assert.All(listed, static document => Assert.Equal(("docs", Collection, "app.0001_age", Direction.Forward, "age"), (
            document.Store, document.Collection, document.Migration.ToString(), document.Direction, document.Path)));
        Assert.Equal([false, true], listed.Select(static document => document.Edited));
        Assert.DoesNotContain("old", listed[0].Reason, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(project, new QuarantineSelection { Collection = "others" }));
        Assert.Equal(["3"], (await ListAsync(project, new QuarantineSelection { Edited = true })).Select(static document => document.Document));
    }

    [Fact]
    public async Task A_corrected_document_gets_all_that_it_missed_and_goes_back_with_the_others()
    {
        await using var store = await OpenAsync();
        var project = await QuarantinedAsync(store);
        await store.EditAsync(Collection, 3, """{"_id":3,"age":"44","name":"Cy D"}""");

        var report = await RetryAsync(project);

        Assert.Equal(new RetryReport(Tried: 2, Fit: 1, Remaining: 1, Gone: 0), report);
        await SameAsync(store, ["""{"_id":1,"age":36,"first":"Ada","last":"B"}""", s_documents[1], """{"_id":3,"age":44,"first":"Cy","last":"D"}"""]);
        Assert.Equal(["2"], (await ListAsync(project)).Select(static document => document.Document));

        await project.MigrateAsync("zero");
        await SameAsync(store, [s_documents[0], s_documents[1], """{"_id":3,"age":"44","name":"Cy D"}"""]);
        Assert.Empty(await ListAsync(project));
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public async Task A_document_that_does_not_fit_a_later_migration_is_brought_as_far_as_it_fits_and_listed_for_that()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        var project = new DocumentProject(store);
        project.Define("0001_age", static c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine));
        project.Define("0002_names", static c => c.Split("name", into: ["first", "last"], separator: " ", onError: OnError.Quarantine));
        await project.MigrateAsync("0001");
        await project.MigrateAsync();
        await store.EditAsync(Collection, 3, """{"_id":3,"age":"44","name":5}""");

        Assert.Equal(1, (await RetryAsync(project, new QuarantineSelection { Documents = ["3"] })).Remaining);

        Assert.Equal("app.0002_names", (await ListAsync(project))[^1].Migration.ToString());
        await store.EditAsync(Collection, 3, """{"_id":3,"age":44,"name":"Cy D"}""");
        Assert.Equal(1, (await RetryAsync(project)).Fit);
        Same([DocumentReader.Read("""{"_id":3,"age":44,"first":"Cy","last":"D"}""")], [(await store.DocumentsAsync(Collection))[2]]);
    }

    [Fact]
    public async Task Migrate_itself_takes_a_corrected_document_along()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        var project = new DocumentProject(store);
        project.Define("0001_age", static c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine));
        await project.MigrateAsync();
        await store.EditAsync(Collection, 2, """{"_id":2,"age":"50","name":"Bo C"}""");
        project.Define("0002_names", static c => c.Split("name", into: ["first", "last"], separator: " "));

        await project.MigrateAsync();

        await SameAsync(store, ["""{"_id":1,"age":36,"first":"Ada","last":"B"}""", """{"_id":2,"age":50,"first":"Bo","last":"C"}""", s_documents[2]]);
        Assert.Equal(["3"], (await ListAsync(project)).Select(static document => document.Document));
    }

    [Fact]
    public async Task A_document_that_could_not_go_back_does_when_it_is_corrected()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"_id":1,"a":1,"b":2}""", """{"_id":2,"a":1,"b":2}"""]);
        var project = new DocumentProject(store);
        project.Define("0001_first", static c => c.Rename("a", "aa"));
        project.Define("0002_second", static c => c.Rename("b", "bb", OnError.Quarantine));
        await project.MigrateAsync("0001");
        await project.MigrateAsync();
        await store.EditAsync(Collection, 2, """{"_id":2,"aa":1,"bb":2,"b":3}""");
        await project.MigrateAsync("0001");
        await project.MigrateAsync("zero");
        Assert.Equal(["2"], (await ListAsync(project)).Where(static document => document.Direction == Direction.Backward).Select(static document => document.Document));

        await store.EditAsync(Collection, 2, """{"_id":2,"aa":1,"bb":2}""");
        Assert.Equal(1, (await RetryAsync(project)).Fit);

        await SameAsync(store, ["""{"_id":1,"a":1,"b":2}""", """{"_id":2,"a":1,"b":2}"""]);
    }

    [Fact]
    public async Task What_was_deleted_is_taken_off_the_list()
    {
        await using var store = await OpenAsync();
        var project = await QuarantinedAsync(store);
        await store.DeleteAsync(Collection, 2);

        Assert.True(Assert.Single(await ListAsync(project), static document => document.Document == "2").Gone);
        Assert.Equal(new RetryReport(Tried: 2, Fit: 0, Remaining: 1, Gone: 1), await RetryAsync(project));

        Assert.Equal(["3"], (await ListAsync(project)).Select(static document => document.Document));
    }

    [Fact]
    public async Task The_history_says_what_was_tried_again()
    {
        await using var store = await OpenAsync();
        var project = await QuarantinedAsync(store);

        await RetryAsync(project);

        await using var migrator = project.Open();
        var last = (await migrator.HistoryAsync(TestContext.Current.CancellationToken))[^1];
        Assert.Equal(("app.0001_age", "quarantine: 2 tried again, 0 fit, 2 do not, 0 gone"), (last.Migration, last.Detail));
    }

    [Fact]
    public async Task What_is_kept_aside_is_listed_and_purged_for_good()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        var project = new DocumentProject(store);
        project.Define("0001_gone", static c => c.Remove("age"));
        project.Define("0002_gone", static c => c.Remove("name"));
        await project.MigrateAsync();
        var token = TestContext.Current.CancellationToken;
        await using (var migrator = project.Open())
        {
            var all = await migrator.Shadow.ListAsync(null, token);
            Assert.Equal([("app.0001_gone", 3L), ("app.0002_gone", 3L)], all.Select(static report => (report.Migration, report.Values)));
            Assert.All(all, static report => Assert.True(report is { Direction: Direction.Forward, Bytes: > 0, Since: not null }));
            Assert.Empty(await migrator.Shadow.ListAsync(new ShadowSelection { OlderThan = TimeSpan.FromDays(1) }, token));

            var first = await migrator.Shadow.ListAsync(new ShadowSelection { Module = "app", Name = "0001" }, token);
            Assert.Equal(3, (await migrator.Shadow.PurgeAsync(first, null, null, token)).Values);

            Assert.Equal(["app.0002_gone"], (await migrator.Shadow.ListAsync(null, token)).Select(static report => report.Migration));
            Assert.Equal("3 values kept aside were purged: going back does not bring them", (await migrator.HistoryAsync(token))[^1].Detail);
            await Assert.ThrowsAsync<HistoryException>(() => migrator.Shadow.PurgeAsync(first, null, null, token));
        }

        await project.MigrateAsync("zero");
        await SameAsync(store, ["""{"_id":1,"name":"Ada B"}""", """{"_id":2,"name":"Bo C"}""", """{"_id":3,"name":"Cy D"}"""]);
    }

    [Fact]
    public virtual async Task A_collection_that_was_dropped_can_be_purged()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        var project = new DocumentProject(store);
        project.Define("0001_drop", static c => c.Drop());
        await project.MigrateAsync();
        var token = TestContext.Current.CancellationToken;
        await using (var migrator = project.Open())
        {
            var kept = await migrator.Shadow.ListAsync(null, token);
            Assert.Equal(3, Assert.Single(kept).Values);
            Assert.Equal(3, (await migrator.Shadow.PurgeAsync(kept, null, null, token)).Values);
        }

        await project.MigrateAsync("zero");
        Assert.Empty(await store.TextsAsync(Collection));
    }

    private static async Task<DocumentProject> QuarantinedAsync(DocumentStoreHarness store)
    {
        await store.FillAsync(Collection, s_documents);
        var project = new DocumentProject(store);
        project.Define("0001_age", static c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine));
        project.Define("0002_names", static c => c.Split("name", into: ["first", "last"], separator: " "));
        await project.MigrateAsync("0001");
        await project.MigrateAsync();
        return project;
    }

    private static async Task<List<QuarantinedDocument>> ListAsync(DocumentProject project, QuarantineSelection? selection = null)
    {
        await using var migrator = project.Open();
        return await migrator.Quarantine.ListAsync(selection, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<RetryReport> RetryAsync(DocumentProject project, QuarantineSelection? selection = null)
    {
        await using var migrator = project.Open();
        return await migrator.Quarantine.RetryAsync(selection, null, project.Recorded, TestContext.Current.CancellationToken);
    }
}
