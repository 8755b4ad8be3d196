using System.Collections.Concurrent;
using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>Code in C# that changes documents.</summary>
public abstract class TransformTests : DocumentSuite
{
    private static readonly string[] Phones = ["""{"_id":1,"phone":"0 12-3","rate":12.50,"wide":{"$numberLong":"5"}}""", """{"_id":2}""", """{"_id":3,"phone":"99"}"""];
    private static readonly string[] Normal = ["""{"_id":1,"phone":"0123","rate":12.50,"wide":{"$numberLong":"5"}}""", """{"_id":2}""", """{"_id":3,"phone":"99"}"""];

    [Fact]
    public Task Goes_back_by_what_it_kept() => VerifyAsync(static c => c.Transform("normalise_phone", Normalise, keepOriginal: true), Phones, Normal);

    [Fact]
    public Task Goes_back_by_code() => VerifyAsync(
        static c => c.Transform("more", static d => Add(d, 1), reverse: static d => Add(d, -1)),
        ["""{"_id":1,"n":5}""", """{"_id":2,"n":{"$numberLong":"5"}}""", """{"_id":4}"""],
        ["""{"_id":1,"n":6}""", """{"_id":2,"n":{"$numberLong":"6"}}""", """{"_id":4}"""]);

    [Fact]
    public async Task Goes_back_by_code_from_what_was_edited_and_by_what_it_kept_from_the_rest()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"n":5}""", """{"_id":2,"n":7}"""]);
        await store.ApplyAsync(Operations(static c => c.Transform("more", static d => Add(d, 1), reverse: static d => Add(d, -1), keepOriginal: true)));
        await store.EditAsync("docs", 1, """{"_id":1,"n":50}""");

        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"n":49}""", """{"_id":2,"n":7}"""]);
    }

    [Fact]
    public async Task Lists_a_document_that_was_edited_when_nothing_but_the_original_leads_back()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", Phones);
        await store.ApplyAsync(Operations(static c => c.Transform("normalise_phone", Normalise, keepOriginal: true)));
        await store.EditAsync("docs", 1, """{"_id":1,"phone":"777"}""");

        var counts = await store.RevertAsync();

        Assert.Equal(1, counts.Quarantined);
        await SameAsync(store, ["""{"_id":1,"phone":"777"}""", Phones[1], Phones[2]]);
        Assert.Contains("1: it was changed since", Assert.Single(await store.QuarantinedAsync()), StringComparison.Ordinal);
        await store.ApplyAsync(Operations(static c => c.Transform("normalise_phone", Normalise, keepOriginal: true)));
        await SameAsync(store, ["""{"_id":1,"phone":"777"}""", Normal[1], Normal[2]]);
        Assert.Empty(await store.QuarantinedAsync());
    }

    [Fact]
    public async Task Has_no_way_back_with_neither_code_nor_originals()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", Phones);
        await store.ApplyAsync(Operations(static c => c.Transform("normalise_phone", Normalise)));

        var back = store.LastStep(Direction.Backward).Operations.Single();

        Assert.Null(back.Effective);
        Assert.Equal(LossClass.Irreversible, back.Loss);
    }

    [Fact]
    public async Task Says_which_document_the_code_could_not_do()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"n":1}""", """{"_id":2,"n":"two"}"""]);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.Transform("more", static d => Add(d, 1)))));

        Assert.Contains("1 document does not fit in collection 'docs' (Transform documents in docs by more): _id 2: $ the code threw", error.Message, StringComparison.Ordinal);
        await SameAsync(store, ["""{"_id":1,"n":1}""", """{"_id":2,"n":"two"}"""]);
    }

    [Fact]
    public async Task Lists_what_the_code_could_not_do_where_it_may()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"n":1}""", """{"_id":2,"n":"two"}""", """{"_id":3,"n":3}"""]);

        var counts = await store.ApplyAsync(Operations(static c => c.Transform("null", static d => (int?)d["n"] == 3 ? null! : Add(d, 1), onError: OnError.Quarantine)));

        Assert.Equal((1, 2), (counts.Changed, counts.Quarantined));
        await SameAsync(store, ["""{"_id":1,"n":2}""", """{"_id":2,"n":"two"}""", """{"_id":3,"n":3}"""]);
        Assert.Equal("3: the code returned null", (await store.QuarantinedAsync())[1]);
    }

    [Fact]
    public async Task Refuses_to_give_a_document_another_id()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1}"""]);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.Transform("renumber", static d => Renumber(d)))));

        Assert.Contains("would get another _id", error.Message, StringComparison.Ordinal);
        await SameAsync(store, ["""{"_id":1}"""]);
    }

    [Fact]
    public async Task An_integer_that_outgrew_its_width_keeps_the_wider_one()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"n":2147483647}"""]);

        await store.ApplyAsync(Operations(static c => c.Transform("more", static d => Add(d, 1), reverse: static d => Add(d, -1))));
        await SameAsync(store, ["""{"_id":1,"n":2147483648}"""]);
        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"n":{"$numberLong":"2147483647"}}"""]);
    }

    [Fact]
    public async Task A_narrow_int64_keeps_its_width_at_its_place_and_loses_it_at_another()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"stays":{"$numberLong":"5"},"n":{"$numberLong":"5"}}"""]);

        await store.ApplyAsync(Operations(static c => c.Transform("move", static d => { d["stays"] = (long)d["stays"]! + 1; d["m"] = d["n"]; d.Remove("n"); return d; })));

        await SameAsync(store, ["""{"_id":1,"stays":{"$numberLong":"6"},"m":5}"""]);
    }

    [Fact]
    public async Task Refuses_without_its_code()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1}"""]);

        var error = await Assert.ThrowsAsync<DataException>(() =>
            store.ApplyAsync(new TransformDocumentsOperation { Collection = "docs", Name = "from_the_ledger" }));

        Assert.Equal("DM5201", error.Code.Value);
    }

    [Fact]
    public async Task The_code_runs_once_for_a_document_that_nobody_changes()
    {
        foreach (var form in Forms)
        {
            await using var store = await OpenAsync(form);
            var calls = new ConcurrentDictionary<int, int>();
            string[] documents = [.. Enumerable.Range(1, 2500).Select(static i => $$"""{"_id":{{i}},"n":{{i}},"same":"text \"{{i}}\" é"}""")];
            store.Passes = store.Passes with { Workers = 3 };
            await store.FillAsync("docs", documents);

            var counts = await store.ApplyAsync(Operations(c => c.Transform("count", d => Add(Called(d, calls), 1), keepOriginal: true)));

            Assert.Equal((2500, 2500, 2500), (counts.Scanned, counts.Changed, counts.Shadowed));
            Assert.Equal(2500, calls.Count);
            Assert.All(calls.Values, static times => Assert.Equal(1, times));
            await SameAsync(store, [.. Enumerable.Range(1, 2500).Select(static i => $$"""{"_id":{{i}},"n":{{i + 1}},"same":"text \"{{i}}\" é"}""")]);
            await store.RevertAsync();
            await SameAsync(store, documents);
            await store.VerifyFormAsync("docs");
        }
    }

    [Fact]
    public async Task What_others_change_after_the_look_is_judged_anew()
    {
        foreach (var form in Forms)
        {
            await using var store = await OpenAsync(form);
            var calls = new ConcurrentDictionary<int, int>();
            await store.FillAsync("docs", [.. Enumerable.Range(1, 6).Select(static i => $$"""{"_id":{{i}},"n":{{i}}}""")]);
            store.AfterPreflight = async () =>
            {
                await store.EditAsync("docs", 2, """{"_id":2,"n":20,"more":true}""");
                await store.DeleteAsync("docs", 4);
                await store.InsertAsync("docs", """{"_id":7,"n":7}""");
            };

            var counts = await store.ApplyAsync(Operations(c => c.Transform("count", d => Add(Called(d, calls), 1))));

            Assert.Equal((6, 6), (counts.Scanned, counts.Changed));
            Assert.Equal([(1, 1), (2, 2), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1)], calls.OrderBy(static pair => pair.Key).Select(static pair => (pair.Key, pair.Value)));
            await SameAsync(store, ["""{"_id":1,"n":2}""", """{"_id":2,"n":21,"more":true}""", """{"_id":3,"n":4}""", """{"_id":5,"n":6}""", """{"_id":6,"n":7}""", """{"_id":7,"n":8}"""]);
        }
    }

    [Fact]
    public async Task What_was_found_before_is_done_whole()
    {
        foreach (var form in Forms)
        {
            await using var store = await OpenAsync(form);
            var calls = new ConcurrentDictionary<int, int>();
            await store.FillAsync("docs", ["""{"_id":1,"n":1,"gone":{"a":[1,2.5,null,"x\ty"]},"a b":"\u0001"}""", """{"_id":2,"n":2}""", """{"_id":3,"n":"three"}""", """{"_id":4}"""]);

            var counts = await store.ApplyAsync(Operations(c => c.Transform(
                "reshape",
                d =>
                {
                    _ = Called(d, calls);
                    return (int?)d["_id"] switch
                    {
                        1 => new JObject(new JProperty("_id", 1), new JProperty("n", new JObject(new JProperty("x", new JArray(1, 2.0, "é\n", JValue.CreateNull(), true)))), new JProperty("a b", "\"")),
                        4 => d,
                        _ => Add(d, 1),
                    };
                },
                onError: OnError.Quarantine)
                .Transform("last", static d => d)));

            Assert.Equal((1, 2), (counts.Quarantined, counts.Changed));
            Assert.All(calls.Values, static times => Assert.Equal(1, times));
            await SameAsync(store, ["""{"_id":1,"n":{"x":[1,2.0,"é\n",null,true]},"a b":"\""}""", """{"_id":2,"n":3}""", """{"_id":3,"n":"three"}""", """{"_id":4}"""]);
            Assert.StartsWith("3: the code threw", Assert.Single(await store.QuarantinedAsync()), StringComparison.Ordinal);
        }
    }

    private static JObject Called(JObject document, ConcurrentDictionary<int, int> calls)
    {
        calls.AddOrUpdate((int)document["_id"]!, 1, static (_, times) => times + 1);
        return document;
    }

    private static JObject Normalise(JObject document)
    {
        if (document["phone"] is JValue { Value: string phone })
        {
            document["phone"] = phone.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        }

        return document;
    }

    private static JObject Add(JObject document, int by)
    {
        if (document["n"] is { } number)
        {
            document["n"] = (long)number + by;
        }

        return document;
    }

    private static JObject Renumber(JObject document)
    {
        document["_id"] = 99;
        return document;
    }
}
