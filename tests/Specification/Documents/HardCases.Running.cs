using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>The hard cases of stores and runs.</summary>
public abstract partial class HardCases
{
    /// <summary>The size in bytes beyond which the store takes no document; null for none that a test could reach.</summary>
    protected virtual int? LargestDocument => null;

    /// <summary>How deep objects may be nested in a document of the store.</summary>
    protected virtual int DeepestObject => 250;

    /// <summary>An operation that asks for what this store can't guarantee; null when it can do all that operations ask for.</summary>
    protected virtual MigrationOperation? Unavailable => null;

    [Fact]
    public async Task Case_08_a_large_document_among_small_ones_stops_nothing()
    {
        SkipUnlessApplicable(8);
        await using var store = await OpenAsync();
        store.ChunkSize = 4;
        var large = new string('x', 17 * 1024 * 1024);
        string[] documents = [.. Enumerable.Range(1, 10).Select(i => $$"""{"_id":{{i}},"a":"{{(i == 5 ? large : "small")}}","b":"{{i}}"}""")];
        await store.FillAsync(Collection, LargestDocument is null ? documents : [.. documents[..4], .. documents[5..]]);

        var counts = await store.ApplyAsync(Operations(c => _ = LargestDocument is null
            ? c.Rename("a", "text").Join(["b", "text"], "text2", "-", onError: OnError.Quarantine)
            : c.Add("more", new string('y', LargestDocument.Value + 1))));

        Assert.Equal(LargestDocument is null ? (10, 0) : (0, 9), (counts.Scanned - counts.Quarantined, counts.Quarantined));
        await store.RevertAsync();
        await SameAsync(store, LargestDocument is null ? documents : [.. documents[..4], .. documents[5..]]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Case_09_what_is_no_plain_collection_is_found_when_the_plan_is_made(bool view)
    {
        SkipUnlessApplicable(9);
        await using var store = await OpenAsync();
        string[] documents = ["""{"_id":1,"a":1}"""];
        await store.FillAsync("plain", documents);
        await (view ? store.MakeViewAsync("odd", "plain") : store.MakeOtherAsync("odd"));
        var project = new DocumentProject(store);
        project.Define("0001_plain", static c => c.Rename("a", "b"), "plain");
        project.Define("0002_odd", static c => c.Rename("a", "b"), "odd");

        var error = await Assert.ThrowsAsync<StoreException>(() => project.MigrateAsync());

        Assert.Contains("'odd'", error.Message, StringComparison.Ordinal);
        await SameAsync(store, documents, "plain");
        Assert.Equal(["0001_plain Pending", "0002_odd Pending"], await project.StatusesAsync());
    }

    [Fact]
    public void Case_10_the_shard_key() => SkipUnlessApplicable(10);

    [Fact]
    public async Task Case_11_programs_of_both_versions_write_meanwhile_and_nothing_is_lost()
    {
        await using var store = await OpenAsync();
        store.ChunkSize = 5;
        await store.FillAsync(Collection, Enumerable.Range(1, 40).Select(static i => $$"""{"_id":{{i}},"mail":"m{{i}}"}"""));
        var round = 0;
        store.AfterCheckpoint = async _ =>
        {
            // Old and new programs insert, change and delete, before the cursor and behind it.
            if (++round > 8)
            {
                return;
            }

            await store.InsertAsync(Collection, $$"""{"_id":"old{{round}}","mail":"o{{round}}"}""", $$"""{"_id":"new{{round}}","email":"n{{round}}"}""");
            if (round < 5)
            {
                await store.DeleteAsync(Collection, round);
                await store.DeleteAsync(Collection, 40 - round);
                await store.EditAsync(Collection, 30 + round, $$"""{"_id":{{30 + round}},"mail":"edited"}""");
                await store.EditAsync(Collection, 4 + round, $$"""{"_id":{{4 + round}},"email":"changed"}""");
            }
        };

        await store.ApplyAsync(Operations(static c => c.Rename("mail", "email")));

        var documents = await store.DocumentsAsync(Collection);
        Assert.Equal(40 - 8 + (2 * Math.Min(round, 8)), documents.Count);
        Assert.All(documents, static document => Assert.Equal(2, document.Count));
        var emails = documents.ToDictionary(static document => document["_id"]!.ToString(), static document => (string?)document["email"]);
        Assert.Equal(["31", "32", "33", "34"], emails.Where(static pair => pair.Value == "edited").Select(static pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["5", "6", "7", "8"], emails.Where(static pair => pair.Value == "changed").Select(static pair => pair.Key).Order(StringComparer.Ordinal));

        // What came after the pass began may be late; all else is done.
        Assert.All(emails.Where(static pair => pair.Value is null), static pair => Assert.StartsWith("old", pair.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Case_12_a_run_that_was_cut_off_anywhere_goes_on_and_does_nothing_twice()
    {
        for (var stop = 1; ; stop++)
        {
            await using var store = await OpenAsync();
            store.ChunkSize = 3;
            await store.FillAsync(Collection, Enumerable.Range(1, 10).Select(static i => $$"""{"_id":{{i}},"n":0}"""));
            var project = new DocumentProject(store);
            project.Define("0001_count", static c => c.Transform("count", static d => { d["n"] = (int)d["n"]! + 1; return d; }));
            if (!await project.StopAsync(stop))
            {
                Assert.True(stop > 3);
                return;
            }

            // Begun and not ended is not applied.
            Assert.DoesNotContain("0001_count Applied", await project.StatusesAsync());
            await project.MigrateAsync();
            Assert.Equal(["0001_count Applied"], await project.StatusesAsync());
            Assert.All(await store.DocumentsAsync(Collection), static document => Assert.Equal(1, (int)document["n"]!));
        }
    }

    [Fact]
    public async Task Case_13_ids_of_every_type_are_visited_once_and_never_taken_for_each_other()
    {
        string[] ids =
        [
            "3", "\"3\"", "{\"$numberLong\":\"4\"}", "\"a\"", "{\"$oid\":\"5ca4bbcea2dd94ee58162a68\"}", "\"5ca4bbcea2dd94ee58162a68\"",
            "{\"$binary\":{\"base64\":\"AAECAwQFBgcICQoLDA0ODw==\",\"subType\":\"03\"}}", "{\"$binary\":{\"base64\":\"AAECAwQFBgcICQoLDA0ODw==\",\"subType\":\"04\"}}",
            "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "2.5", "true", "\"true\"", "-1", "null",
        ];
        string[] documents = [.. ids.Select(static (id, i) => $$"""{"_id":{{id}},"n":0,"gone":{{i}},"v":"{{(i % 3 == 0 ? "no" : $"{i}.50")}}"}""").Where(Stored)];
        Assert.True(documents.Length > 8);
        await using var store = await OpenAsync();
        store.ChunkSize = 2;
        await store.FillAsync(Collection, documents);

        var counts = await store.ApplyAsync(Operations(static c => c
            .Remove("gone").Convert("v", FieldType.Double, onError: OnError.Quarantine)
            .Transform("count", static d => { d["n"] = (int)d["n"]! + 1; return d; }, static d => { d["n"] = (int)d["n"]! - 1; return d; })));

        var listed = documents.Count(static text => text.Contains("\"no\"", StringComparison.Ordinal));
        Assert.Equal(listed, counts.Quarantined);
        Assert.Equal(listed, (await store.QuarantinedAsync()).Count);
        Assert.All(await store.DocumentsAsync(Collection), static document => Assert.Equal((string?)document["v"] is "no" ? 0 : 1, (int)document["n"]!));
        await store.RevertAsync();
        await SameAsync(store, documents);
        Assert.Empty(await store.QuarantinedAsync());

        // A low id that comes late is a document like any other.
        await store.InsertAsync(Collection, """{"_id":-100,"n":0,"gone":1,"v":"1"}""");
        await store.ApplyAsync(Operations(static c => c.Rename("gone", "went")));
        Assert.Equal(1, (int)(await store.DocumentsAsync(Collection)).Single(static document => document["_id"] is JValue { Value: -100 })["went"]!);
    }

    [Fact]
    public async Task Case_15_an_older_program_does_not_touch_what_a_newer_one_migrated_and_unknown_fields_survive()
    {
        await using var store = await OpenAsync();
        string[] documents = ["""{"_id":1,"a":1,"unknown":{"to":["all"],"of":{"$numberDecimal":"1.50"}}}"""];
        await store.FillAsync(Collection, documents);
        var newer = new DocumentProject(store);
        newer.Define("0001_b", static c => c.Rename("a", "b"));
        newer.Define("0002_c", static c => c.Rename("b", "c"));
        await newer.MigrateAsync();
        string[] migrated = ["""{"_id":1,"c":1,"unknown":{"to":["all"],"of":{"$numberDecimal":"1.50"}}}"""];
        await SameAsync(store, migrated);
        var older = new DocumentProject(store);
        older.Define("0001_b", static c => c.Rename("a", "b"));

        // It has nothing to do, and can't go back behind what it does not know.
        Assert.True((await older.MigrateAsync()).IsEmpty);
        await Assert.ThrowsAnyAsync<MigrationException>(() => older.MigrateAsync("zero"));

        await SameAsync(store, migrated);
        await newer.MigrateAsync("zero");
        await SameAsync(store, documents);
    }

    [Fact]
    public async Task Case_19_what_the_store_can_not_guarantee_is_an_error_and_not_ignored()
    {
        SkipUnlessApplicable(19);
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"_id":1,"a":1}"""]);

        await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync([.. Operations(static c => c.Rename("a", "b")), Unavailable!]));

        await SameAsync(store, ["""{"_id":1,"a":1}"""]);
    }

    [Fact]
    public async Task Case_20_when_one_of_two_stores_fails_the_history_says_which_is_behind_and_goes_on_there()
    {
        SkipUnlessApplicable(20);
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        string[] documents = ["""{"_id":1,"mail":"x"}"""];
        await first.FillAsync(Collection, documents);
        await second.FillAsync(Collection, documents);
        var project = new DocumentProject(first, second);
        project.Define("0001_email", static c => c.Rename("mail", "email"), static c => c.Rename("mail", "email").CreateIndex(["email"], unique: true));

        // What can be foreseen stops the run before anything is done.
        const string Same = """{"_id":2,"mail":"x"}""";
        var looked = 0;
        project.Looked = () => ++looked == 2 ? second.InsertAsync(Collection, Same) : Task.CompletedTask;

        await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync());

        string[] found = [.. documents, Same];
        await SameAsync(second, ShortStepsAreWhole ? found : [.. found.Select(static text => text.Replace("mail", "email", StringComparison.Ordinal))]);
        Assert.DoesNotContain("0001_email Applied", await project.StatusesAsync());
        var behind = await project.PartsAsync();
        Assert.Equal("Failed", behind[1].Split(' ')[1]);
        var done = behind[0].EndsWith(" Applied", StringComparison.Ordinal);
        await SameAsync(first, done ? [.. documents.Select(static text => text.Replace("mail", "email", StringComparison.Ordinal))] : documents);
        await second.DeleteAsync(Collection, 2);

        await project.MigrateAsync();

        Assert.Equal(["0001_email Applied"], await project.StatusesAsync());
        await SameAsync(first, [.. documents.Select(static text => text.Replace("mail", "email", StringComparison.Ordinal))]);
        await SameAsync(second, ["""{"_id":1,"email":"x"}"""]);
    }

    private bool Stored(string text) => Held(DocumentReader.Read(text)) is not null && HoldsId(text);

    /// <summary>Whether a document of the store may have the <c>_id</c> of this one.</summary>
    protected virtual bool HoldsId(string document) => true;
}
