using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Specification.Documents;

/// <summary>What happens with documents that do not fit: Fail, Quarantine, Keep.</summary>
public abstract class PolicyTests : DocumentSuite
{
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Fail_names_the_documents_before_anything_is_written(int bad)
    {
        await using var store = await OpenAsync();
        store.ChunkSize = 2;
        string[] documents = [.. Enumerable.Range(1, 10).Select(i => i <= bad ? $$"""{"_id":{{i}},"price":"free"}""" : $$"""{"_id":{{i}},"price":"1.5"}""")];
        await store.FillAsync(Collection, documents);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.Add("seen", true).Convert("price", FieldType.Double))));

        Assert.StartsWith($"{bad} documents do not fit in collection 'docs' (Add field seen in docs; Convert field price in docs to Double): ", error.Message, StringComparison.Ordinal);
        Assert.Contains("_id 1: price a string that can't be converted to Double", error.Message, StringComparison.Ordinal);
        Assert.Contains($"_id {Math.Min(bad, 5)}: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(bad > 5, error.Message.EndsWith("; ….", StringComparison.Ordinal));
        Assert.DoesNotContain("_id 6:", error.Message, StringComparison.Ordinal);
        await SameAsync(store, documents);
        Assert.Null(store.LastCheckpoint);
        Assert.Empty(await store.QuarantinedAsync());
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fail_that_comes_after_preflight_stops_at_a_chunk_and_goes_on_when_the_document_is_corrected(bool server)
    {
        await using var store = await OpenAsync();
        store.ChunkSize = 5;
        string[] documents = [.. Enumerable.Range(1, 23).Select(static i => $$"""{"_id":{{i}},"price":"{{i}}.5"}""")];
        await store.FillAsync(Collection, documents);
        store.AfterPreflight = () => store.EditAsync(Collection, 18, """{"_id":18,"price":"free"}""");
        var operations = Operations(c => _ = server
            ? c.Convert("price", FieldType.Double, from: FieldType.String)
            : c.Transform("parse", static d => { d["price"] = double.Parse((string)d["price"]!, System.Globalization.CultureInfo.InvariantCulture); return d; }, keepOriginal: true));

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(operations));

        Assert.StartsWith("1 document does not fit in collection 'docs'", error.Message, StringComparison.Ordinal);
        Assert.Contains("_id 18: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(15, store.LastCheckpoint!.Counts.Scanned);
        string Converted(int i) => $$"""{"_id":{{i}},"price":{{i}}.5}""";
        if (!store.ForgetsCounts)
        {
            await SameAsync(store, [.. Enumerable.Range(1, 23).Select(i => i <= 15 ? Converted(i) : i == 18 ? """{"_id":18,"price":"free"}""" : documents[i - 1])]);
        }

        store.AfterPreflight = null;
        await store.EditAsync(Collection, 18, documents[17]);
        await store.ReopenAsync();
        await store.ResumeAsync(store.LastCheckpoint);
        await SameAsync(store, [.. Enumerable.Range(1, 23).Select(Converted)]);
        await store.RevertAsync();
        await SameAsync(store, documents);
    }

    [Fact]
    public async Task Fail_that_comes_after_preflight_can_be_gone_back_from()
    {
        await using var store = await OpenAsync();
        store.ChunkSize = 5;
        string[] documents = [.. Enumerable.Range(1, 23).Select(static i => $$"""{"_id":{{i}},"price":"{{i}}.50"}""")];
        await store.FillAsync(Collection, documents);
        store.AfterPreflight = () => store.EditAsync(Collection, 18, """{"_id":18,"price":"free"}""");
        await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.Convert("price", FieldType.Double))));
        store.AfterPreflight = null;
        await store.ReopenAsync();

        await store.RevertAsync(undo: store.LastCheckpoint);

        await SameAsync(store, [.. documents[..17], """{"_id":18,"price":"free"}""", .. documents[18..]]);
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public async Task Quarantine_lists_a_document_that_later_operations_skip_and_the_way_back_releases()
    {
        await using var store = await OpenAsync();
        string[] documents = ["""{"_id":1,"price":"free","a":1}""", """{"_id":2,"price":"1.50","a":1}"""];
        await store.FillAsync(Collection, documents);

        var counts = await store.ApplyAsync(Operations(static c => c.Rename("a", "b").Convert("price", FieldType.Double, onError: OnError.Quarantine)));
        Assert.Equal((1, 1), (counts.Changed, counts.Quarantined));
        Assert.Equal(["1: a string that can't be converted to Double"], await store.QuarantinedAsync());

        await store.ApplyAsync(Operations(static c => c.Add("later", 1).Transform("also", static d => { d["also"] = 1; return d; }, keepOriginal: true)));
        await SameAsync(store, [documents[0], """{"_id":2,"price":1.5,"b":1,"later":1,"also":1}"""]);
        await store.RevertAsync();
        Assert.Single(await store.QuarantinedAsync());
        await store.RevertAsync();

        Assert.Empty(await store.QuarantinedAsync());
        await SameAsync(store, documents);
        await store.EditAsync(Collection, 1, """{"_id":1,"price":"0","a":1}""");
        await store.ApplyAsync(Operations(static c => c.Rename("a", "b").Convert("price", FieldType.Double, onError: OnError.Quarantine)));
        await SameAsync(store, ["""{"_id":1,"price":0.0,"b":1}""", """{"_id":2,"price":1.5,"b":1}"""]);
    }

    [Fact]
    public async Task Quarantine_in_a_pass_of_many_chunks_lists_each_document_once()
    {
        await using var store = await OpenAsync();
        store.ChunkSize = 4;
        string[] documents = [.. Enumerable.Range(1, 22).Select(static i => i % 5 == 0 ? $$"""{"_id":{{i}},"price":"no {{i}}"}""" : $$"""{"_id":{{i}},"price":"{{i}}.50"}""")];
        await store.FillAsync(Collection, documents);
        store.FailAt(4);
        var operations = Operations(static c => c.Convert("price", FieldType.Double, onError: OnError.Quarantine));
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync(operations));
        await store.ReopenAsync();

        var counts = await store.ResumeAsync(store.LastCheckpoint);

        Assert.Equal(22, counts.Scanned);
        Assert.True(store.ForgetsCounts || (counts.Changed, counts.Quarantined) == (18, 4));
        Assert.Equal([5, 10, 15, 20], (await store.QuarantinedAsync()).Select(static entry => int.Parse(entry.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture)).Order());
        await store.RevertAsync();
        await SameAsync(store, documents);
        Assert.Empty(await store.QuarantinedAsync());
    }

    [Fact]
    public async Task A_misfit_that_may_be_quarantined_does_not_stop_a_pass_that_may_fail_elsewhere()
    {
        await using var store = await OpenAsync();
        string[] documents = ["""{"_id":1,"price":"free"}""", """{"_id":2,"a":1,"b":1}"""];
        await store.FillAsync(Collection, documents);

        var error = await Assert.ThrowsAsync<DataException>(() =>
            store.ApplyAsync(Operations(static c => c.Convert("price", FieldType.Double, onError: OnError.Quarantine).Rename("a", "b"))));

        Assert.StartsWith("1 document does not fit", error.Message, StringComparison.Ordinal);
        Assert.Contains("_id 2: b ", error.Message, StringComparison.Ordinal);
        await SameAsync(store, documents);
        Assert.Empty(await store.QuarantinedAsync());
    }

    [Fact]
    public async Task Keep_leaves_the_value_does_the_rest_and_remembers_on_the_way_back()
    {
        await using var store = await OpenAsync();
        string[] documents = ["""{"_id":1,"price":"free","a":1}""", """{"_id":2,"price":"1.50","a":1}""", """{"_id":3,"a":1,"b":2}"""];
        await store.FillAsync(Collection, documents);

        var counts = await store.ApplyAsync(Operations(static c => c
            .Rename("a", "b", OnError.Keep)
            .Convert("price", FieldType.Double, from: FieldType.String, onError: OnError.Keep)));

        Assert.Equal((2, 0), (counts.Changed, counts.Quarantined));
        await SameAsync(store, ["""{"_id":1,"price":"free","b":1}""", """{"_id":2,"price":1.5,"b":1}""", documents[2]]);
        await store.RevertAsync();
        await SameAsync(store, documents);
    }

    [Theory]
    [InlineData("""{"_id":1,"v":{"$oid":"short"},"old":1}""", "is no valid wrapper")]
    [InlineData("""{"_id":1,"v":{"$date":"yesterday"},"old":1}""", "is no valid wrapper")]
    [InlineData("""{"_id":1,"v":18446744073709551616,"old":1}""", "can't be held by an integer of 64 bits")]
    [InlineData("""{"_id":1,"v":{"x":1,"x":2},"old":1}""", "has the key 'x' twice")]
    [InlineData("""{"_id":1,"v":1,"v":2,"old":1}""", "has the key 'v' twice")]
    public async Task A_document_that_can_not_be_read_exactly_is_listed_and_stays_as_it_is_whatever_the_policy(string document, string reason)
    {
        foreach (var form in Forms)
        {
            await using var store = await OpenAsync(form);
            Assert.SkipUnless(store.Takes(document), $"The store does not hold {document}.");
            await store.FillAsync(Collection, [document, """{"_id":2,"old":1}"""]);
            var before = await store.TextsAsync(Collection);

            var counts = await store.ApplyAsync(Operations(static c => c.Transform("rename", static d => { d["new"] = d["old"]; d.Remove("old"); return d; }, keepOriginal: true)));

            Assert.Equal((1, 1), (counts.Changed, counts.Quarantined));
            var entry = Assert.Single(await store.QuarantinedAsync());
            Assert.StartsWith("1: ", entry, StringComparison.Ordinal);
            Assert.Contains(reason, entry, StringComparison.Ordinal);
            Assert.Equal(before[0], (await store.TextsAsync(Collection))[0]);
            await store.RevertAsync();
            Assert.Equal(before[0], (await store.TextsAsync(Collection))[0]);
            Assert.Empty(await store.QuarantinedAsync());
        }
    }
}
