using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>The twenty hard cases that every tool for documents meets, one test each: here those of documents and values; of stores and runs in the other part.</summary>
public abstract partial class HardCases : DocumentSuite
{
    /// <summary>The cases that mean nothing on this store, and why. A test of the architecture lists them.</summary>
    protected virtual IReadOnlyDictionary<int, string> NotApplicable => new Dictionary<int, string>();

    [Fact]
    public async Task Case_01_missing_null_and_undefined_stay_three_states()
    {
        string[] documents =
        [
            """{"_id":1}""", """{"_id":2,"f":null}""", """{"_id":3,"f":{"$undefined":true}}""", """{"_id":4,"f":0}""", """{"_id":5,"f":""}""",
        ];
        await VerifyAsync(static c => c.Add("f", 7), documents, ["""{"_id":1,"f":7}""", .. documents[1..]]);
        await VerifyAsync(static c => c.Add("g", null), documents, [.. documents.Select(static text => text[..^1] + ",\"g\":null}")]);
        await VerifyAsync(
            static c => c.Rename("f", "g").Nest(["g"], "in"),
            documents,
            [documents[0], """{"_id":2,"in":{"g":null}}""", """{"_id":3,"in":{"g":{"$undefined":true}}}""", """{"_id":4,"in":{"g":0}}""", """{"_id":5,"in":{"g":""}}"""]);
        await VerifyAsync(static c => c.Remove("f"), documents, [.. Enumerable.Range(1, 5).Select(static i => $$"""{"_id":{{i}}}""")]);
        await VerifyAsync(
            static c => c.Convert("f", FieldType.String, onError: OnError.Keep),
            documents, [.. documents[..3], """{"_id":4,"f":"0"}""", documents[4]]);
    }

    [Fact]
    public async Task Case_02_literal_names_are_no_paths()
    {
        await VerifyAsync(
            static c => c.Rename(DocumentPath.Of("price.usd"), DocumentPath.Of("price", "dollars")),
            ["""{"_id":1,"price.usd":1.5,"price":{"usd":2.5}}""", """{"_id":2,"price":{"usd":2.5}}"""],
            ["""{"_id":1,"price":{"usd":2.5,"dollars":1.5}}""", """{"_id":2,"price":{"usd":2.5}}"""]);
        string[] odd = ["$x", "$$x", "", " ", "0", "-1", "__proto__", "constructor", "a.b", "a[0]", "a[]", "*", "it's", "quo\"te", "back\\slash", "tab\there", "ключ", "名前", "🔑", "e\u0301"];
        foreach (var name in odd)
        {
            var key = DocumentWriter.Write(new JValue(name));
            await VerifyAsync(
                c => c.Rename(DocumentPath.Of(name), DocumentPath.Of("into", name)).Convert(DocumentPath.Of("into", name), FieldType.String, from: FieldType.Int32),
                [$$"""{"_id":1,"into":{},{{key}}:5,"a":{"b":[1]},"é":2}""", """{"_id":2,"into":{},"a":{"0":1}}"""],
                [$$"""{"_id":1,"into":{ {{key}}:"5"},"a":{"b":[1]},"é":2}""", """{"_id":2,"into":{},"a":{"0":1}}"""]);
        }

        await VerifyAsync(
            static c => c.Rename("deep", "deeper").Rename("b", "c"),
            [$$"""{"_id":1,"deep":{{Deep(DeepestObject)}},"b":1}"""], [$$"""{"_id":1,"deeper":{{Deep(DeepestObject)}},"c":1}"""]);

        // What is too deep to be read is listed, and nothing in it changes.
        await using var store = await OpenAsync();
        var tooDeep = $$"""{"_id":1,"deep":{{Deep(300)}},"b":1}""";
        if (store.Takes(tooDeep))
        {
            await store.FillAsync(Collection, [tooDeep]);
            var before = await store.TextsAsync(Collection);
            await store.ApplyAsync(Operations(static c => c.Transform("touch", static d => { d["b"] = 2; return d; })));
            Assert.Equal(before, await store.TextsAsync(Collection));
            Assert.Single(await store.QuarantinedAsync());
        }

        // A request that could mean two things is refused when the plan is made, if not when the code is written.
        Assert.Throws<FormatException>(static () => DocumentPath.Parse("a..b"));
        Assert.Throws<FormatException>(static () => DocumentPath.Parse("lines[].qty"));
        Assert.Throws<StateException>(static () => Operations(static c => c.Rename("a", "$oid"))[0].Apply(null));
    }

    [Fact]
    public async Task Case_03_numbers_are_converted_exactly_or_reported()
    {
        string[] values =
        [
            "12", "{\"$numberLong\":\"12\"}", "12.0", "{\"$numberDecimal\":\"12.00\"}", "\"12\"", // These are whole.
            "3.9", "{\"$numberDecimal\":\"3.9\"}", "\"12.0\"", "\"1e3\"", "\"twelve\"", "{\"$numberDouble\":\"NaN\"}", "{\"$numberDouble\":\"Infinity\"}", "9007199254740993", "true",
        ];
        string[] documents = [.. values.Select(static (value, i) => $$"""{"_id":{{i}},"n":{{value}}}""")];
        foreach (var form in Forms)
        {
            await using var store = await OpenAsync(form);
            await store.FillAsync(Collection, documents);
            var counts = await store.ApplyAsync(Operations(static c => c.Convert("n", FieldType.Int32, onError: OnError.Quarantine)));

            // What has the type already is not written at all.
            Assert.Equal((4, 9), (counts.Changed, counts.Quarantined));
            await SameAsync(store, [.. documents.Select(static (text, i) => i < 5 ? $$"""{"_id":{{i}},"n":12}""" : text)]);
            Assert.Equal(9, (await store.QuarantinedAsync()).Count);
            await store.RevertAsync();
            await SameAsync(store, documents);
        }

        // Truncation is loss: it is asked for, and what was is kept.
        await VerifyAsync(
            static c => c.Convert("n", FieldType.Int32, rules: new ConversionRules { Truncate = true }),
            ["""{"_id":1,"n":3.9}""", """{"_id":2,"n":-3.9}""", """{"_id":3,"n":{"$numberDecimal":"3.90"}}""", """{"_id":4,"n":3}"""],
            ["""{"_id":1,"n":3}""", """{"_id":2,"n":-3}""", """{"_id":3,"n":3}""", """{"_id":4,"n":3}"""]);

        await using var wide = await OpenAsync();
        string[] exact = ["""{"_id":1,"n":9007199254740993}""", """{"_id":2,"n":9007199254740992}""", """{"_id":3,"n":0.1}""", """{"_id":4,"n":"0.10"}"""];
        await wide.FillAsync(Collection, exact);
        await wide.ApplyAsync(Operations(static c => c.Convert("n", FieldType.Double, onError: OnError.Quarantine)));
        await SameAsync(wide, [exact[0], """{"_id":2,"n":9007199254740992.0}""", exact[2], """{"_id":4,"n":0.1}"""]);
        Assert.StartsWith("1: ", Assert.Single(await wide.QuarantinedAsync()), StringComparison.Ordinal);
        await wide.RevertAsync();
        await wide.ApplyAsync(Operations(static c => c.Convert("n", FieldType.Decimal)));
        await SameAsync(
            wide,
            [
                """{"_id":1,"n":{"$numberDecimal":"9007199254740993"}}""", """{"_id":2,"n":{"$numberDecimal":"9007199254740992"}}""",
                """{"_id":3,"n":{"$numberDecimal":"0.1"}}""", """{"_id":4,"n":{"$numberDecimal":"0.10"}}""",
            ]);
        await wide.RevertAsync();
        await SameAsync(wide, exact);
    }

    [Fact]
    public async Task Case_04_dates_that_could_mean_two_things_are_listed_and_none_is_guessed()
    {
        string[] documents =
        [
            """{"_id":1,"at":"2024-02-29T12:00:00Z"}""", """{"_id":2,"at":"2024-02-29T12:00:00+02:00"}""", """{"_id":3,"at":"2024-02-29T12:00:00.123Z"}""",
            """{"_id":4,"at":"03/04/2024"}""", """{"_id":5,"at":"2024-02-29T12:00:00"}""", """{"_id":6,"at":1709208000}""", """{"_id":7,"at":{"$numberLong":"1709208000"}}""",
            """{"_id":8,"at":"2024-02-29T12:00:00.1234567Z"}""", """{"_id":9,"at":["2024-02-29T12:00:00Z",120]}""", """{"_id":10,"at":"2023-02-29T12:00:00Z"}""",
        ];
        foreach (var form in Forms)
        {
            await using var store = await OpenAsync(form);
            await store.FillAsync(Collection, documents);
            await store.ApplyAsync(Operations(static c => c.Convert("at", FieldType.DateTime, from: FieldType.String, onError: OnError.Quarantine)));

            await SameAsync(
                store,
                [
                    """{"_id":1,"at":{"$date":"2024-02-29T12:00:00Z"}}""", """{"_id":2,"at":{"$date":"2024-02-29T10:00:00Z"}}""", """{"_id":3,"at":{"$date":"2024-02-29T12:00:00.123Z"}}""",
                    .. documents[3..],
                ]);
            Assert.Equal(7, (await store.QuarantinedAsync()).Count);

            // The offset would be lost, so the text was kept.
            await store.RevertAsync();
            await SameAsync(store, documents);
        }

        await ConvertDatesAsync(
            new ConversionRules { Formats = ["dd/MM/yyyy", "MM/dd/yyyy"] },
            ["\"13/04/2024\"", "\"04/04/2024\"", "\"04/13/2024\"", "\"03/04/2024\"", "\"2024/04/03\""],
            ["\"2024-04-13T00:00:00Z\"", "\"2024-04-04T00:00:00Z\"", "\"2024-04-13T00:00:00Z\"", null, null]);
        await ConvertDatesAsync(
            new ConversionRules { Epoch = EpochUnit.ByDigits },
            ["1709208000", "1709208000123", "\"1709208000\"", "17092080001", "\"soon\""],
            ["\"2024-02-29T12:00:00Z\"", "\"2024-02-29T12:00:00.123Z\"", "\"2024-02-29T12:00:00Z\"", null, null]);
    }

    [Fact]
    public async Task Case_05_arrays_keep_their_order_and_their_duplicates_and_an_index_is_no_name()
    {
        string[] documents =
        [
            """{"_id":1,"lines":[{"qty":2},{"qty":1},{"qty":2},{}]}""", """{"_id":2,"lines":[]}""", """{"_id":3}""", """{"_id":4,"lines":null}""",
            """{"_id":5,"lines":[{"parts":[{"n":3},{"n":3},{"n":1}],"qty":1},{"parts":[]}]}""",
        ];
        await VerifyAsync(
            static c => c.ForEach("lines", static l => l.Rename("qty", "quantity").ForEach("parts", static p => p.Rename("n", "number"))),
            documents,
            [
                """{"_id":1,"lines":[{"quantity":2},{"quantity":1},{"quantity":2},{}]}""", .. documents[1..4],
                """{"_id":5,"lines":[{"parts":[{"number":3},{"number":3},{"number":1}],"quantity":1},{"parts":[]}]}""",
            ]);
        await VerifyAsync(static c => c.Rename(DocumentPath.Of("lines", "0"), DocumentPath.Of("lines", "first")), documents, documents);
        await VerifyAsync(static c => c.Remove(DocumentPath.Of("lines", "0")), documents, documents);

        await VerifyAsync(
            static c => c.WrapInArray("lines").ForEach("lines", static l => l.Rename("qty", "quantity")),
            ["""{"_id":1,"lines":{"qty":1}}""", """{"_id":2,"lines":[{"qty":1},{"qty":1}]}""", """{"_id":3,"lines":[]}""", """{"_id":4}""", """{"_id":5,"lines":null}"""],
            ["""{"_id":1,"lines":[{"quantity":1}]}""", """{"_id":2,"lines":[{"quantity":1},{"quantity":1}]}""", """{"_id":3,"lines":[]}""", """{"_id":4}""", """{"_id":5,"lines":null}"""]);
        await VerifyAsync(
            static c => c.Unwrap("tag"),
            ["""{"_id":1,"tag":["a"]}""", """{"_id":2,"tag":"a"}""", """{"_id":3,"tag":[]}""", """{"_id":4,"tag":[null]}""", """{"_id":5,"tag":null}""", """{"_id":6}"""],
            ["""{"_id":1,"tag":"a"}""", """{"_id":2,"tag":"a"}""", """{"_id":3,"tag":null}""", """{"_id":4,"tag":null}""", """{"_id":5,"tag":null}""", """{"_id":6}"""]);

        // Where some have one element without an array around it, that is said, not guessed.
        string[] mixed = ["""{"_id":1,"lines":{"qty":1}}""", """{"_id":2,"lines":[{"qty":1},7]}""", """{"_id":3,"lines":[[{"qty":1}]]}"""];
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, mixed);
        await store.ApplyAsync(Operations(static c => c.ForEach("lines", static l => l.Rename("qty", "quantity"), OnError.Quarantine)));
        await SameAsync(store, mixed);
        Assert.Equal(["1", "2", "3"], (await store.QuarantinedAsync()).Select(static entry => entry[..1]));
    }

    [Fact]
    public async Task Case_06_rename_target_exists_chain_and_swap()
    {
        string[] documents =
        [
            """{"_id":1,"a":1}""", """{"_id":2,"a":1,"b":1}""", """{"_id":3,"a":1,"b":2}""", """{"_id":4,"a":1,"b":null}""", """{"_id":5,"b":2}""", """{"_id":6}""",
        ];
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, documents);
        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.Rename("a", "b"))));
        Assert.StartsWith("3 documents do not fit", error.Message, StringComparison.Ordinal);
        await SameAsync(store, documents);
        await VerifyAsync(static c => c.Rename("a", "b", OnError.Keep), documents, ["""{"_id":1,"b":1}""", .. documents[1..]]);

        (TargetPolicy Policy, string[] After)[] policies =
        [
            (TargetPolicy.KeepOld, ["1", "1", "2", "null", "2"]), (TargetPolicy.KeepNew, ["1", "1", "1", "1", "2"]), (TargetPolicy.Coalesce, ["1", "1", "2", "1", "2"]),
        ];
        foreach (var (policy, after) in policies)
        {
            await VerifyAsync(c => c.Rename("a", "b", target: policy), documents, [.. after.Select(static (value, i) => $$"""{"_id":{{i + 1}},"b":{{value}}}"""), documents[5]]);
        }

        string[] pairs = ["""{"_id":1,"a":1,"b":"two"}""", """{"_id":2,"a":1}""", """{"_id":3,"b":3}""", """{"_id":4}"""];
        await VerifyAsync(
            static c => c.Rename("b", "c").Rename("a", "b"),
            pairs, ["""{"_id":1,"b":1,"c":"two"}""", """{"_id":2,"b":1}""", """{"_id":3,"c":3}""", """{"_id":4}"""]);
        await VerifyAsync(
            static c => c.Rename("a", "t").Rename("b", "a").Rename("t", "b"),
            pairs, ["""{"_id":1,"b":1,"a":"two"}""", """{"_id":2,"b":1}""", """{"_id":3,"a":3}""", """{"_id":4}"""]);

        // All at once, by what each is called before.
        await VerifyAsync(
            static c => c.RenameMany([("a", "b"), ("b", "c")]),
            pairs, ["""{"_id":1,"b":1,"c":"two"}""", """{"_id":2,"b":1}""", """{"_id":3,"c":3}""", """{"_id":4}"""]);
        await VerifyAsync(
            static c => c.RenameMany([("a", "b"), ("b", "a")]),
            pairs, ["""{"_id":1,"b":1,"a":"two"}""", """{"_id":2,"b":1}""", """{"_id":3,"a":3}""", """{"_id":4}"""]);

        // Into its own child, and around itself: refused before there is a plan.
        Assert.Throws<StateException>(static () => Operations(static c => c.Rename("a", "a.b"))[0].Apply(null));
        Assert.Throws<StateException>(static () => Operations(static c => c.Rename("a.b", "a"))[0].Apply(null));
    }

    [Fact]
    public async Task Case_07_a_unique_index_that_the_reshaped_documents_break_changes_none_of_them()
    {
        SkipUnlessApplicable(7);
        string[] documents =
        [
            """{"_id":1,"mail":"a","host":"x"}""", """{"_id":2,"mail":"a","host":"x"}""", """{"_id":3,"mail":"b","host":"x"}""", """{"_id":4}""", """{"_id":5,"mail":null,"host":null}""",
        ];
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, documents);
        var project = new DocumentProject(store);
        project.Define("0001_email", static c => c.Join(["mail", "host"], "email", "@").CreateIndex(["email"], unique: true));

        // Once more: a program that starts again and again says the same each time.
        for (var start = 1; start <= 2; start++)
        {
            var error = await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync());
            Assert.Contains("1, 2", error.Message, StringComparison.Ordinal);
            await SameAsync(store, documents);
            Assert.Empty(await store.IndexesAsync(Collection));
        }

        // Missing and null are no duplicates of each other, but in some stores they are.
        await store.DeleteAsync(Collection, 2);
        if (!MissingValuesAreDistinct)
        {
            Assert.Contains("4, 5", (await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync())).Message, StringComparison.Ordinal);
            await store.DeleteAsync(Collection, 5);
            documents = documents[..4];
        }

        await project.MigrateAsync();
        await SameAsync(store, ["""{"_id":1,"email":"a@x"}""", """{"_id":3,"email":"b@x"}""", documents[3], .. documents[4..].Select(static _ => """{"_id":5,"email":null}""")]);
        Assert.Single(await store.IndexesAsync(Collection));
    }

    [Fact]
    public async Task Case_14_each_type_of_a_collection_is_migrated_by_itself_and_unknown_ones_are_listed()
    {
        string[] documents =
        [
            """{"_id":1,"_t":"Cat","name":"A B"}""", """{"_id":2,"_t":["Animal","Cat"],"name":"C D"}""", """{"_id":3,"_t":"Dog","name":"E F"}""", """{"_id":4,"name":"G H"}""",
            """{"_id":5,"_t":"Robot","name":"I J"}""", """{"_id":6,"_t":["Animal","Dog"],"name":"K L"}""",
        ];

        // The class Cat is called HouseCat now, in both forms; only cats have two names; the root is what has no _t.
        await VerifyAsync(
            static c => c
                .Split("name", ["first", "last"], " ", where: static e => IsCat(e))
                .Add("kind", "any", where: static e => e.Path("_t").Is(ValueKind.Missing))
                .Set("_t", static e => e.If(e.Path("_t").Is(ValueKind.Array), e.Json("[\"Animal\",\"HouseCat\"]"), "HouseCat"), where: static e => IsCat(e)),
            documents,
            [
                """{"_id":1,"_t":"HouseCat","first":"A","last":"B"}""", """{"_id":2,"_t":["Animal","HouseCat"],"first":"C","last":"D"}""", documents[2],
                """{"_id":4,"name":"G H","kind":"any"}""", documents[4], documents[5],
            ]);

        await using var store = await OpenAsync();
        await store.FillAsync(Collection, documents);
        await store.ApplyAsync(Operations(static c => c.MapValues("_t", [("Cat", "HouseCat"), ("Dog", "Dog")], onError: OnError.Quarantine, where: static e => e.Path("_t").Is(ValueKind.String))));
        await SameAsync(store, ["""{"_id":1,"_t":"HouseCat","name":"A B"}""", .. documents[1..]]);
        Assert.StartsWith("5: ", Assert.Single(await store.QuarantinedAsync()), StringComparison.Ordinal);
        await store.RevertAsync();
        await SameAsync(store, documents);
    }

    [Fact]
    public async Task Case_16_the_way_back_restores_what_was_taken_where_it_is_still_absent()
    {
        string[] documents = [.. Enumerable.Range(1, 6).Select(static i => $$"""{"_id":{{i}},"old":{"n":{{i}}},"name":"A{{i}} B C","price":"0{{i}}"}""")];
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, documents);
        await store.ApplyAsync(Operations(static c => c.Remove("old").Join(["name", "price"], "both", "/").Convert("both", FieldType.Int32, onError: OnError.Keep)));
        await store.EditAsync(Collection, 1, """{"_id":1,"both":"A1 B C/01","old":"a user's"}""");
        await store.EditAsync(Collection, 2, """{"_id":2,"both":"Z/9"}""");
        await store.DeleteAsync(Collection, 3);
        await store.InsertAsync(Collection, """{"_id":7,"both":"new/7"}""");

        await store.RevertAsync();

        await SameAsync(
            store,
            [
                """{"_id":1,"old":"a user's","name":"A1 B C","price":"01"}""", """{"_id":2,"old":{"n":2},"name":"Z","price":"9"}""", .. documents[3..],
                """{"_id":7,"name":"new","price":"7"}""",
            ]);
    }

    [Fact]
    public async Task Case_16_what_has_no_way_back_refuses_and_says_why()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"_id":1,"n":1}"""]);
        var project = new DocumentProject(store);
        project.Define("0001_add", static c => c.Add("m", 1));
        project.Define("0002_code", static c => c.Transform("wipe", static d => { d["n"] = 0; return d; }));
        await project.MigrateAsync();

        var error = await Assert.ThrowsAnyAsync<MigrationException>(() => project.MigrateAsync("zero"));

        Assert.Contains("wipe", error.Message, StringComparison.Ordinal);
        await SameAsync(store, ["""{"_id":1,"n":0,"m":1}"""]);
        Assert.Equal(["0001_add Applied", "0002_code Applied"], await project.StatusesAsync());
    }

    [Fact]
    public async Task Case_17_a_dollar_in_a_constant_means_nothing()
    {
        string[] constants =
        [
            "\"$5 off\"", "\"$$ROOT\"", "\"$name\"", "{}", "[]", "{\"$ref\":\"c\",\"$id\":1}", "{\"$literal\":\"$x\"}", "{\"$concat\":[\"$a\",\"$b\"]}", "{\"a\":{\"$gt\":5}}", "[\"$x\",{\"$y\":1}]",
        ];
        foreach (var constant in constants)
        {
            await VerifyAsync(
                c => c.AddJson("v", constant).Set("w", e => e.Json(constant)).ForEach("lines", l => l.AddJson("v", constant)),
                ["""{"_id":1,"name":"x","lines":[{"a":1},{}]}"""],
                [$$"""{"_id":1,"name":"x","lines":[{"a":1,"v":{{constant}}},{"v":{{constant}}}],"v":{{constant}},"w":{{constant}}}"""]);
        }

        await VerifyAsync(
            static c => c.Set("v", static e => e.Concat("$", e.Path("name"), "$$ROOT")).MapValues("name", [("$name", "$5")]),
            ["""{"_id":1,"name":"$name"}"""], ["""{"_id":1,"name":"$5","v":"$$name$$ROOT"}"""]);
        await VerifyAsync(
            static c => c.Split("name", ["$first", "$$last"], "$"),
            ["""{"_id":1,"name":"a$b$c"}"""], ["""{"_id":1,"$first":"a","$$last":"b$c"}"""]);
    }

    [Fact]
    public async Task Case_18_duplicate_keys_are_listed_and_the_order_of_untouched_keys_is_kept()
    {
        const string Twice = """{"_id":1,"old":1,"v":1,"v":2}""";
        foreach (var form in Forms)
        {
            await using var store = await OpenAsync(form);
            if (!store.Takes(Twice))
            {
                continue;
            }

            await store.FillAsync(Collection, [Twice, """{"_id":2,"old":1,"v":3}"""]);
            var before = await store.TextsAsync(Collection);
            await store.ApplyAsync(Operations(static c => c.Rename("v", "w")));
            Assert.Equal(before[0], (await store.TextsAsync(Collection))[0]);
            Assert.Contains("'v' twice", Assert.Single(await store.QuarantinedAsync()), StringComparison.Ordinal);
            await store.RevertAsync();
            Assert.Equal(before, await store.TextsAsync(Collection));
            Assert.Empty(await store.QuarantinedAsync());
        }

        const string Ordered = """{"_id":1,"key":{"z":1,"a":{"y":2,"b":3}},"ref":{"$ref":"c","$id":{"z":1,"a":2},"$db":"d"},"list":[{"z":1,"a":2}],"old":1}""";
        await using var other = await OpenAsync();
        await other.FillAsync(Collection, [Ordered]);
        await other.ApplyAsync(Operations(static c => c.Rename("old", "new").Transform("more", static d => { d["more"] = 1; return d; }, keepOriginal: true)));
        foreach (var untouched in KeepsKeyOrder ? ["key", "ref", "list"] : Array.Empty<string>())
        {
            Assert.True(DocumentEquality.Equals(DocumentReader.Read(Ordered)[untouched], (await other.DocumentsAsync(Collection))[0][untouched]), untouched);
        }

        await other.RevertAsync();
        await SameAsync(other, [Ordered]);
    }

    /// <summary>Values become these dates; those that become null are listed, and stay; all come back.</summary>
    private async Task ConvertDatesAsync(ConversionRules rules, string[] values, string?[] dates)
    {
        string[] documents = [.. values.Select(static (value, i) => $$"""{"_id":{{i}},"at":{{value}}}""")];
        foreach (var form in Forms)
        {
            await using var store = await OpenAsync(form);
            await store.FillAsync(Collection, documents);
            await store.ApplyAsync(Operations(c => c.Convert("at", FieldType.DateTime, rules: rules, onError: OnError.Quarantine)));
            await SameAsync(store, [.. documents.Select((text, i) => dates[i] is { } date ? $$$"""{"_id":{{{i}}},"at":{"$date":{{{date}}}}}""" : text)]);
            Assert.Equal(dates.Count(static date => date is null), (await store.QuarantinedAsync()).Count);
            await store.RevertAsync();
            await SameAsync(store, documents);
        }
    }

    private static LogicalExpression IsCat(IExpressionBuilder e) =>
        e.Any(e.Path("_t").EqualTo("Cat"), e.Path("_t").EqualTo(e.Json("[\"Animal\",\"Cat\"]")));

    private static string Deep(int levels) => string.Concat(Enumerable.Repeat("{\"d\":", levels)) + "1" + new string('}', levels);

    private void SkipUnlessApplicable(int number)
    {
        if (NotApplicable.TryGetValue(number, out var reason))
        {
            Assert.Skip($"Case {number} does not apply to this store: {reason}");
        }
    }
}
