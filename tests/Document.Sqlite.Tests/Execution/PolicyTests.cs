using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Document.Sqlite.Tests.Execution;

/// <summary>What happens with documents that do not fit.</summary>
public sealed class PolicyTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Fail_names_the_documents_before_anything_is_written(int bad)
    {
        await using var store = new JsonStore();
        string[] documents = [.. Enumerable.Range(1, 10).Select(i => i <= bad ? $$"""{"_id":{{i}},"price":"free"}""" : $$"""{"_id":{{i}},"price":"1.5"}""")];
        await store.FillAsync("docs", documents);

        var error = await Assert.ThrowsAsync<DataException>(() =>
            store.ApplyAsync(LifeCycle.Operations(static c => c.Add("seen", true).Convert("price", FieldType.Double))));

        Assert.Equal("DM6104", error.Code.Value);
        Assert.StartsWith($"{bad} documents do not fit in collection 'docs' (Add field seen in docs; Convert field price in docs to Double): _id 1: price a string", error.Message, StringComparison.Ordinal);
        Assert.Contains($"_id {Math.Min(bad, 5)}: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(bad > 5, error.Message.EndsWith("; ….", StringComparison.Ordinal));
        Assert.DoesNotContain("_id 6:", error.Message, StringComparison.Ordinal);
        Assert.Equal(documents, await store.TextsAsync("docs"));
        Assert.Empty(await store.QueryAsync("SELECT name FROM sqlite_master WHERE name LIKE '\\_docmigrate%' ESCAPE '\\'", static row => row.GetString(0)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fail_is_foreseen_in_large_collections_too(bool server)
    {
        await using var store = new JsonStore();
        await store.FillManyAsync();
        await store.ExecuteAsync("UPDATE docs SET document = jsonb_set(document, '$.price', 'free') WHERE _id % 5000 = 0");

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(LifeCycle.Operations(c => _ = server
            ? c.Convert("price", FieldType.Double)
            : c.Transform("parse", static d => d["price"]!.ToString() == "free" ? throw new FormatException("no price") : d))));

        Assert.StartsWith("2 documents do not fit", error.Message, StringComparison.Ordinal);
        Assert.Contains("_id 5000: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("_id 10000: ", error.Message, StringComparison.Ordinal);
        Assert.Null(store.LastCheckpoint);
        Assert.Contains(store.Observer.Events, static e => e is PreflightEvent { Store: "docs", Subject: "docs" });
        Assert.Equal([0L], await store.QueryAsync("SELECT count(*) FROM docs WHERE json_type(document, '$.price') <> 'text'", static row => row.GetInt64(0)));
    }

    [Fact]
    public async Task What_is_checked_in_process_for_long_says_how_far_it_is()
    {
        await using var store = new JsonStore(new SlowClock());
        await store.FillAsync("docs", [.. Enumerable.Range(1, 120).Select(static i => $$"""{"_id":{{i}}}""")]);

        await store.ApplyAsync(LifeCycle.Operations(static c => c.Transform("nothing", static d => d, static d => d)));

        Assert.Equal([0L, 50L, 100L, 120L], store.Observer.Events.OfType<PreflightEvent>().Select(static e => e.Done));
    }

    [Fact]
    public async Task Fail_that_comes_late_stops_at_a_chunk_and_goes_on_when_the_document_is_corrected()
    {
        await using var store = new JsonStore();
        await store.FillManyAsync();
        store.AfterPreflight = () => store.ExecuteAsync("UPDATE docs SET document = jsonb_set(document, '$.price', 'free') WHERE _id = 11999");

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.Convert("price", FieldType.Double))));

        Assert.StartsWith("1 document does not fit in collection 'docs' (Convert field price in docs to Double): _id 11999: price a string", error.Message, StringComparison.Ordinal);
        var done = store.LastCheckpoint!.Counts.Scanned;
        Assert.InRange(done, 1, 11_998);
        Assert.Equal([done], await store.QueryAsync("SELECT count(*) FROM docs WHERE json_type(document, '$.price') = 'real'", static row => row.GetInt64(0)));
        store.AfterPreflight = null;
        await store.ExecuteAsync("UPDATE docs SET document = jsonb_set(document, '$.price', '1.25') WHERE _id = 11999");
        await store.ReopenAsync();

        await store.ResumeAsync(store.LastCheckpoint);

        Assert.Equal([12_000L], await store.QueryAsync("SELECT count(*) FROM docs WHERE json_type(document, '$.price') = 'real'", static row => row.GetInt64(0)));
        await store.RevertAsync();
        Assert.Equal([11_999L], await store.QueryAsync("SELECT count(*) FROM docs WHERE document ->> 'price' = printf('%d.50', _id)", static row => row.GetInt64(0)));
    }

    [Fact]
    public async Task Quarantine_lists_a_document_that_later_operations_skip_and_the_way_back_releases()
    {
        await using var store = new JsonStore();
        string[] documents = ["""{"_id":1,"price":"free","a":1}""", """{"_id":2,"price":"1.50","a":1}"""];
        await store.FillAsync("docs", documents);

        var counts = await store.ApplyAsync(LifeCycle.Operations(static c => c.Rename("a", "b").Convert("price", FieldType.Double, onError: OnError.Quarantine)));
        Assert.Equal((1, 1), (counts.Changed, counts.Quarantined));
        Assert.Equal(["1: a string that can't be converted to Double"], await store.QuarantinedAsync());
        Assert.Equal(
            ["""docs|docs|0001_m|0|1|["price"]|0"""],
            await store.QueryAsync(
                "SELECT store || '|' || collection || '|' || name || '|' || first_operation || '|' || operation || '|' || path || '|' || (content_hash = '') FROM _docmigrate_quarantine",
                static row => row.GetString(0)));

        await store.ApplyAsync(LifeCycle.Operations(static c => c.Add("later", 1).Transform("also", static d => { d["also"] = 1; return d; }, keepOriginal: true)));
        await LifeCycle.SameAsync(store, [documents[0], """{"_id":2,"price":1.5,"b":1,"later":1,"also":1}"""]);
        await store.RevertAsync();
        Assert.Single(await store.QuarantinedAsync());
        await store.RevertAsync();

        Assert.Empty(await store.QuarantinedAsync());
        await LifeCycle.SameAsync(store, documents);
        await store.EditAsync("docs", 1, """{"_id":1,"price":"0","a":1}""");
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Rename("a", "b").Convert("price", FieldType.Double, onError: OnError.Quarantine)));
        await LifeCycle.SameAsync(store, ["""{"_id":1,"price":0.0,"b":1}""", """{"_id":2,"price":1.5,"b":1}"""]);
    }

    [Fact]
    public async Task A_misfit_that_may_be_quarantined_does_not_stop_a_pass_that_may_fail_elsewhere()
    {
        await using var store = new JsonStore();
        string[] documents = ["""{"_id":1,"price":"free"}""", """{"_id":2,"a":1,"b":1}"""];
        await store.FillAsync("docs", documents);

        var error = await Assert.ThrowsAsync<DataException>(() =>
            store.ApplyAsync(LifeCycle.Operations(static c => c.Convert("price", FieldType.Double, onError: OnError.Quarantine).Rename("a", "b"))));

        Assert.StartsWith("1 document does not fit", error.Message, StringComparison.Ordinal);
        Assert.Contains("_id 2: b ", error.Message, StringComparison.Ordinal);
        await LifeCycle.SameAsync(store, documents);
    }

    [Fact]
    public async Task Keep_leaves_the_value_does_the_rest_and_remembers_on_the_way_back()
    {
        await using var store = new JsonStore();
        string[] documents = ["""{"_id":1,"price":"free","a":1}""", """{"_id":2,"price":"1.50","a":1}""", """{"_id":3,"a":1,"b":2}"""];
        await store.FillAsync("docs", documents);

        var counts = await store.ApplyAsync(LifeCycle.Operations(static c => c
            .Rename("a", "b", OnError.Keep)
            .Convert("price", FieldType.Double, from: FieldType.String, onError: OnError.Keep)));

        Assert.Equal((2, 0), (counts.Changed, counts.Quarantined));
        await LifeCycle.SameAsync(store, ["""{"_id":1,"price":"free","b":1}""", """{"_id":2,"price":1.5,"b":1}""", documents[2]]);
        await store.RevertAsync();
        await LifeCycle.SameAsync(store, documents);
    }
}
