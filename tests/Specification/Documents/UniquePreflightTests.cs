using System.Globalization;
using System.Text.RegularExpressions;
using DocMigrate.Document.Building;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Document.Values;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>Preflight works out what documents will have under unique indexes, and refuses before any step of any store what would collide then.</summary>
public abstract partial class UniquePreflightTests : DocumentSuite
{
    private const string Unique = "DM6650";

    private static readonly string[] s_documents =
        ["""{"_id":1,"code":"a"}""", """{"_id":2,"code":"b"}""", """{"_id":3,"code":"A"}""", """{"_id":4,"code":"c"}""", """{"_id":5}""", """{"_id":6,"code":null}""", """{"_id":7,"code":null}"""];

    /// <summary>Values that a store may take for equal, or not, as it likes; null stands for a missing one.</summary>
    private static readonly string?[] s_values =
        ["1", "1.0", "\"1\"", "null", null, "true", "\"true\"", "\"\"", "{\"x\":1}", "{\"x\":1.0}", "[1,2]", "\"[1,2]\"", "{\"$numberDecimal\":\"1\"}", "\"a\"", "\"A\""];

    /// <summary>Whether an index has each element of an array by itself. Default false: an array is one value.</summary>
    protected virtual bool OpensArrays => false;

    private string[] Documents => MissingValuesAreDistinct ? s_documents : s_documents[..5];

    [Fact]
    public async Task Nothing_of_any_store_is_written_when_a_later_migration_would_make_values_equal()
    {
        await using var store = await FilledAsync();
        await using var second = await FilledAsync();
        var project = new DocumentProject(store, second);
        project.Define("0001_flag", static c => c.Add("flag", true), static c => c.Add("flag", true));
        project.Define("0002_lower", static c => c.Add("two", 2), Lower);
        project.Define("0003_unique", static c => c.Add("three", 3), static c => c.Rename("code", "key").CreateIndex(["key"], unique: true));

        var error = await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync());

        Assert.Equal(Unique, error.Code.Value);
        Assert.Contains("2 documents in collection 'docs' would have values that others have too after app.0001_flag, app.0002_lower, app.0003_unique, in 1 group", error.Message, StringComparison.Ordinal);
        Assert.Contains("the index 'ix_docs_key' of app.0003_unique is unique: _id 1, 3.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["0001_flag Pending", "0002_lower Pending", "0003_unique Pending"], await project.StatusesAsync());
        await SameAsync(store, Documents);
        await SameAsync(second, Documents);

        await second.DeleteAsync(Collection, 3);
        await project.MigrateAsync();
        Assert.Equal(["ix_docs_key"], await second.IndexesAsync(Collection));
        await project.MigrateAsync("zero");
        await SameAsync(store, Documents);
    }

    [Fact]
    public async Task An_index_that_is_there_is_minded_by_what_changes_its_values_on_the_server_and_in_process()
    {
        foreach (var form in Forms)
        {
            foreach (var (build, colliding) in new (Action<DocumentsBuilder>, bool)[]
            {
                (Lower, true),
                (LowerInCode, true),
                (static c => c.MapValues("code", [("c", "b")], onError: OnError.Keep), true),
                (static c => c.MapValues("code", [("c", "d")], onError: OnError.Keep), false),
                (static c => c.Rename("code", "key"), !MissingValuesAreDistinct),
                (static c => c.Rename("code", "old").Add("code", "x"), true),
                (static c => c.DropIndex("codes").Set("code", static d => d.Value("x")), false),
                (static c => c.Add("other", "x"), false),
            })
            {
                await using var store = await FilledAsync(form);
                await store.ApplyAsync(Operations(static c => c.CreateIndex(["code"], unique: true, name: "codes")));

                var applying = store.ApplyAsync(Operations(build));

                if (colliding)
                {
                    var error = await Assert.ThrowsAsync<DataException>(() => applying);
                    Assert.Equal(Unique, error.Code.Value);
                    Assert.Contains("the index 'codes' is unique: _id ", error.Message, StringComparison.Ordinal);
                    await SameAsync(store, Documents);
                }
                else
                {
                    await applying;
                    await store.RevertAsync();
                    await SameAsync(store, Documents);
                }
            }
        }
    }

    [Fact]
    public async Task Equal_is_what_the_store_takes_for_equal()
    {
        var kinds = s_values.Where(value => !OpensArrays || value?[0] != '[');
        string?[] values = [.. kinds.Concat(kinds).Where(value => value is null || Held(DocumentReader.Read($$"""{"v":{{value}}}""")["v"]!) is not null)];
        foreach (var form in Forms)
        {
            await using var indexed = await OpenAsync(form);
            await indexed.FillAsync(Collection, [Document(0, "b", "\"first\"")]);
            await indexed.ApplyAsync(Operations(static c => c.CreateIndex(["b"], unique: true)));
            var refused = 0;
            for (var i = 0; i < values.Length; i++)
            {
                refused += await Record.ExceptionAsync(() => indexed.InsertAsync(Collection, Document(i + 1, "b", values[i]))) is null ? 0 : 1;
            }

            foreach (var build in new Action<DocumentsBuilder>[] { static c => c.Rename("a", "b"), static c => c.Transform("a to b", Renamed, null) })
            {
                await using var store = await OpenAsync(form);
                await store.FillAsync(Collection, values.Select(static (value, i) => Document(i + 1, "a", value)));

                var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(c =>
                {
                    build(c);
                    c.CreateIndex(["b"], unique: true);
                })));

                // Of each group all but one are refused.
                var numbers = Numbers().Matches(error.Message).Select(static match => int.Parse(match.Value, CultureInfo.InvariantCulture)).ToList();
                Assert.Equal(refused, numbers[0] - numbers[1]);
                Assert.InRange(refused, 5, values.Length - 5);
            }
        }

        static string Document(int id, string key, string? value) => value is null ? $$"""{"_id":{{id}}}""" : $$"""{"_id":{{id}},"{{key}}":{{value}}}""";
        static JObject Renamed(JObject document)
        {
            if (document.Property("a", StringComparison.Ordinal) is { } a)
            {
                var value = a.Value;
                a.Remove();
                document["b"] = value;
            }

            return document;
        }
    }

    [Fact]
    public async Task All_values_of_a_compound_index_have_to_be_equal_and_a_missing_one_is_equal_to_none_where_the_store_says_so()
    {
        string[] documents = ["""{"_id":1,"a":"x","b":1}""", """{"_id":2,"a":"x","b":2}""", """{"_id":3,"a":"x"}""", MissingValuesAreDistinct ? """{"_id":4,"a":"x"}""" : """{"_id":4,"a":"z"}""", """{"_id":5,"a":"y","b":"1"}"""];
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, documents);
        await store.ApplyAsync(Operations(static c => c.Rename("a", "c").CreateIndex(["c", "b"], unique: true)));

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.MapValues("b", [ValueMapping.Of(1, 2)], onError: OnError.Keep))));

        Assert.Contains("_id 1, 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_how_many_documents_there_are_in_how_many_groups_and_names_five_of_five()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, Enumerable.Range(1, 700).Select(static i => $$"""{"_id":{{i}},"n":{{i % 100}}}"""));

        var server = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.Rename("n", "m").CreateIndex(["m"], unique: true))));
        var client = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.Transform("as it is", static d => d, null).CreateIndex(["n"], unique: true))));

        foreach (var message in (string[])[server.Message, client.Message])
        {
            Assert.StartsWith("700 documents", message, StringComparison.Ordinal);
            Assert.Contains("in 100 groups", message, StringComparison.Ordinal);
            Assert.Contains("_id 1, 101, 201, 301, 401; 2, 102, 202, 302, 402; 3, 103, 203, 303, 403; 4, 104, 204, 304, 404; 5, 105, 205, 305, 405; ….", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Documents_in_quarantine_have_the_values_that_they_have()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"_id":1,"age":"old","code":"x"}""", """{"_id":2,"age":"2","code":"y"}""", """{"_id":3,"age":"3","code":"z"}"""]);
        await store.ApplyAsync(Operations(static c => c.CreateIndex(["code"], unique: true)));
        await store.ApplyAsync(Operations(static c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine)));

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.MapValues("code", [("z", "x")], onError: OnError.Keep))));

        Assert.Contains("_id 1, 3.", error.Message, StringComparison.Ordinal);
        await store.ApplyAsync(Operations(static c => c.MapValues("code", [("x", "z"), ("z", "q")], onError: OnError.Keep)));
    }

    [Fact]
    public async Task A_document_that_will_be_in_quarantine_has_the_values_that_it_has_then()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"_id":1,"age":"old","code":"z"}""", """{"_id":2,"age":"2","code":"y"}"""]);
        await store.ApplyAsync(Operations(static c => c.CreateIndex(["code"], unique: true)));

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c
            .MapValues("code", [("y", "z"), ("z", "q")], onError: OnError.Keep).Convert("age", FieldType.Int32, onError: OnError.Quarantine))));

        Assert.Contains("_id 1, 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_back_to_a_unique_index_is_refused_before_it_begins()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_unique", static c => c.CreateIndex(["code"], unique: true));
        project.Define("0002_drop", static c => c.DropIndex("ix_docs_code"));
        project.Define("0003_rename", static c => c.Rename("code", "key"));
        await project.MigrateAsync();
        await store.InsertAsync(Collection, """{"_id":8,"key":"a"}""");

        var error = await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync("0001_unique"));

        Assert.Equal(Unique, error.Code.Value);
        Assert.Contains("_id 1, 8.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["0001_unique Applied", "0002_drop Applied", "0003_rename Applied"], await project.StatusesAsync());
        await project.MigrateAsync("0002_drop");
        await SameAsync(store, [.. Documents, """{"_id":8,"code":"a"}"""]);
    }

    [GeneratedRegex(@"(?<=^|in )\d+(?= documents| groups?)")]
    private static partial Regex Numbers();

    private static void Lower(DocumentsBuilder c) => c.Set("code", static d => d.Path("code").Lower(), where: static d => d.Path("code").Is(ValueKind.String));

    private static void LowerInCode(DocumentsBuilder c) => c.Transform("lower", static d =>
    {
        if ((string?)d["code"] is { } code)
        {
            d.Property("code", StringComparison.Ordinal)!.Value = code.ToLowerInvariant();
        }

        return d;
    }, null);

    private Task<DocumentStoreHarness> FilledAsync() => FilledAsync(Forms[0]);

    private async Task<DocumentStoreHarness> FilledAsync(string form)
    {
        var store = await OpenAsync(form);
        store.ChunkSize = 3;
        await store.FillAsync(Collection, Documents);
        return store;
    }
}
