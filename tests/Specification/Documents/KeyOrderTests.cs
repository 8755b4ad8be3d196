using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.Planning;
using DocMigrate.Specification.Documents.Generation;
using DocMigrate.Specification.Documents.Harness;
using DocMigrate.Tests;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>With <c>--keep-order</c> keys keep their places, and the way back gives documents in which every key stands where it stood. A store that has no order of keys refuses.</summary>
public abstract class KeyOrderTests : DocumentSuite
{
    [Fact]
    public async Task A_new_key_stands_where_the_first_stood_that_was_taken_out_of_the_same_object()
    {
        await VerifyAsync(static c => c.Rename("b", "x"), """{"_id":1,"a":1.50,"b":2,"c":3}""", """{"_id":1,"a":1.50,"x":2,"c":3}""");
        await VerifyAsync(static c => c.Rename("o.b", "o.x"), """{"o":{"a":1,"b":2,"c":3},"_id":1}""", """{"o":{"a":1,"x":2,"c":3},"_id":1}""");
        await VerifyAsync(static c => c.Rename("o.b", "x"), """{"_id":1,"o":{"a":1,"b":2,"c":3},"d":4}""", """{"_id":1,"o":{"a":1,"c":3},"d":4,"x":2}""");
        await VerifyAsync(
            static c => c.Nest(["street", "city"], into: "address"), """{"_id":1,"street":"s","zip":1,"city":"c","n":2}""", """{"_id":1,"address":{"street":"s","city":"c"},"zip":1,"n":2}""");
        await VerifyAsync(static c => c.Split("name", into: ["first", "last"], separator: " "), """{"name":"Ada Lovelace","_id":1}""", """{"first":"Ada","last":"Lovelace","_id":1}""");
        await VerifyAsync(static c => c.Add("new", 1), """{"a":1,"_id":1,"b":2}""", """{"a":1,"_id":1,"b":2,"new":1}""");
        await VerifyAsync(static c => c.Remove("b"), """{"_id":1,"a":1,"b":2,"c":3}""", """{"_id":1,"a":1,"c":3}""");
        await VerifyAsync(static c => c.Convert("b", FieldType.Int32), """{"_id":1,"a":1,"b":"7","c":3}""", """{"_id":1,"a":1,"b":7,"c":3}""");
        await VerifyAsync(
            static c => c.RenameMany([new FieldRename("a", "x"), new FieldRename("c", "y")]), """{"_id":1,"c":3,"b":2,"a":1}""", """{"_id":1,"y":3,"b":2,"x":1}""");
        await VerifyAsync(
            static c => c.ForEach("list", static e => e.Rename("b", "x")), """{"list":[{"b":1,"a":2},{"a":3,"b":4.5}],"_id":1}""", """{"list":[{"x":1,"a":2},{"a":3,"x":4.5}],"_id":1}""");
    }

    [Fact]
    public async Task What_is_not_touched_stays_as_it_was_written()
    {
        await using var store = await OpenAsync();
        var big = store.Takes("""{"_id":1,"v":12345678901234567890.10}""") ? ""","big":12345678901234567890.10""" : "";
        string[] documents = [Stored($$$"""{"n":1.500,"old":1{{{big}}},"o":{"z":1e2,"a":-0.0},"_id":1}""")];
        await store.FillAsync(Collection, documents);
        store.KeepOrder = true;

        await ApplyAsync(store, Operations(static c => c.Rename("old", "new")));

        if (KeepsKeyOrder)
        {
            Assert.Equal([documents[0].Replace("old", "new", StringComparison.Ordinal)], await store.TextsAsync(Collection));
            await store.RevertAsync();
            Assert.Equal(documents, await store.TextsAsync(Collection));
        }
    }

    [Fact]
    public async Task A_key_that_somebody_added_meanwhile_stays_among_the_others()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"a":1,"b":2,"c":3,"_id":1}"""]);
        store.KeepOrder = true;
        await ApplyAsync(store, Operations(static c => c.Remove("b")));
        if (KeepsKeyOrder)
        {
            await store.EditAsync(Collection, 1, """{"c":4,"d":5,"a":1,"_id":1}""");
            await store.RevertAsync();

            Assert.Equal([Stored("""{"a":1,"d":5,"b":2,"c":4,"_id":1}""")], await store.TextsAsync(Collection));
        }
    }

    [Fact]
    public async Task A_run_has_it_as_an_option_and_its_plan_says_what_runs_in_process_for_it()
    {
        string[] documents = [Stored("""{"n":1.500,"old":1,"_id":1}"""), Stored("""{"old":2,"_id":2,"age":"7"}""")];
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, documents);
        var project = new DocumentProject(store);
        project.Define("0001_rename", static c => c.Rename("old", "new"));
        project.Define("0002_more", static c => c.Rename("new", "newer").Convert("age", FieldType.Int32));
        await using var migrator = project.Open();
        var options = new RunOptions { KeepOrder = true };
        if (!KeepsKeyOrder)
        {
            await Assert.ThrowsAsync<ConfigurationException>(() => migrator.PlanAsync(MigrationTarget.Latest, options, sync: false, Token));
            await Assert.ThrowsAsync<ConfigurationException>(() => migrator.MigrateAsync(MigrationTarget.Latest, options, null, Token));
            Assert.Equal(["0001_rename Pending", "0002_more Pending"], await project.StatusesAsync());
            return;
        }

        var plan = await migrator.PlanAsync(MigrationTarget.Latest, options, sync: false, Token);
        Assert.All(plan.Steps, static step => Assert.Equal((true, ExecutionSite.Client), (step.KeepOrder, step.Operations[0].Execution)));
        Assert.StartsWith("keys keep their places", plan.Steps.First().Operations[0].ExecutionReason, StringComparison.Ordinal);
        Assert.Equal(ExecutionSite.Server, (await migrator.PlanAsync(MigrationTarget.Latest, Token)).Steps.First().Operations[0].Execution);

        await migrator.MigrateAsync(MigrationTarget.Latest, options, null, Token);
        Assert.Equal([Stored("""{"n":1.500,"newer":1,"_id":1}"""), Stored("""{"newer":2,"_id":2,"age":7}""")], await store.TextsAsync(Collection));
        await migrator.MigrateAsync(MigrationTarget.To("app", "zero"), options, null, Token);
        Assert.Equal(documents, await store.TextsAsync(Collection));
    }

    [Fact]
    public async Task The_way_back_gives_every_key_its_place()
    {
        if (!KeepsKeyOrder)
        {
            return;
        }

        // What is not there for tests is said here, and not by a case.
        await using (await OpenAsync())
        {
        }

        Check.One(
            Exploration.Of(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithEndSize(1_000_000)),
            Prop.ForAll(Gen.Choose(1, int.MaxValue - 1).ToArbitrary(), seed =>
            {
                var made = new RandomCase(seed);
                var random = new Random(seed);
                VerifyAsync(new DocumentCase([.. made.Documents.Select(document => (JObject)Shuffled(document, random))], made.Operations), Forms[seed % Forms.Count], $"seed {seed}").GetAwaiter().GetResult();
                return true;
            }));
    }

    /// <summary>A document's text as the store gives it back when nothing was done to it: all stores keep the order of keys here, but one may have <c>_id</c> first.</summary>
    protected virtual string Stored(string document) => document;

    /// <summary>How many cases are made.</summary>
    protected virtual int Cases => 200;

    private static JToken Shuffled(JToken token, Random random)
    {
        switch (token)
        {
            case JObject document when !Wrappers.IsWrapper(document):
                var fields = document.Properties().Select(field => new JProperty(field.Name, Shuffled(field.Value, random))).ToArray();
                random.Shuffle(fields);
                return new JObject(fields);
            case JArray array:
                return new JArray(array.Select(item => Shuffled(item, random)));
            default:
                return token.DeepClone();
        }
    }

    /// <summary>Applies operations, where the store has an order of keys; else it has to refuse.</summary>
    private async Task ApplyAsync(DocumentStoreHarness store, MigrationOperation[] operations)
    {
        if (KeepsKeyOrder)
        {
            await store.ApplyAsync(operations);
            return;
        }

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => store.ApplyAsync(operations));
        Assert.Equal("DM6651", error.Code.Value);
    }

    private async Task VerifyAsync(Action<DocumentsBuilder> build, string before, string after)
    {
        foreach (var form in KeepsKeyOrder ? Forms : [Forms[0]])
        {
            await using var store = await OpenAsync(form);
            await store.FillAsync(Collection, [before]);
            store.KeepOrder = true;
            for (var i = 0; i < 2; i++)
            {
                await ApplyAsync(store, Operations(build));
                if (!KeepsKeyOrder)
                {
                    return;
                }

                Assert.Equal([Stored(after)], await store.TextsAsync(Collection));
                await store.RevertAsync();
                Assert.Equal([Stored(before)], await store.TextsAsync(Collection));
                Assert.Equal(0, await store.KeptAsync(Direction.Forward));
            }
        }
    }

    private async Task VerifyAsync(DocumentCase made, string form, string origin)
    {
        if (!made.IsValid || !made.Operations.All(Takes) || await FailureAsync(made, form) is not { } failure)
        {
            return;
        }

        var small = await CaseShrinker.ShrinkAsync(made, async candidate => await FailureAsync(candidate, form) is not null);
        Assert.Fail($"{origin}, form '{form}': {failure}\nSmaller:\n{small}\n{await FailureAsync(small, form)}");
    }

    private async Task<string?> FailureAsync(DocumentCase made, string form)
    {
        var documents = made.Documents.Select(Held).OfType<JObject>().Select(document => DocumentReader.Read(Stored(DocumentWriter.Write(document)))).ToList();
        await using var store = await OpenAsync(form);
        store.KeepOrder = true;
        try
        {
            await store.FillAsync(Collection, documents.Select(static document => DocumentWriter.Write(document)));
            await store.ApplyAsync([.. made.Operations]);
            var outcomes = documents.ConvertAll(document => new ReshapePipeline(made.Operations) { KeepsOrder = true }.Apply(document));
            if (outcomes.TrueForAll(static outcome => outcome.Misfit is null)
                && Difference("forth", outcomes.ConvertAll(static outcome => outcome.Document), await store.DocumentsAsync(Collection)) is { } forth)
            {
                return forth;
            }

            await store.RevertAsync();
            return Difference("and back", documents, await store.DocumentsAsync(Collection));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error.ToString();
        }
    }

    private static string? Difference(string where, List<JObject> expected, List<JObject> actual)
    {
        var at = Enumerable.Range(0, expected.Count).FirstOrDefault(i => !DocumentEquality.Equals(expected[i], actual[i]), -1);
        return at < 0 ? null : $"{where}, document {at}:\nexpected {DocumentWriter.Write(expected[at])}\nactual   {DocumentWriter.Write(actual[at])}";
    }
}
