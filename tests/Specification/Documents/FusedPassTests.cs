using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Generation;
using DocMigrate.Specification.Documents.Harness;
using DocMigrate.Tests;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>Pending reshapes of one collection are one pass, however many migrations behind; whatever becomes of it, it is as if each migration had been a pass of its own.</summary>
public abstract class FusedPassTests : DocumentSuite
{
    private const int Documents = 13;
    private static readonly string[] s_targets = ["zero", "0001", "0002", "0003", "0004"];

    // The seventh does not fit the third migration, the ninth not the second.
    private static readonly string[] s_documents =
    [
        .. Enumerable.Range(1, Documents).Select(static i =>
            $$"""{"_id":{{i}},"n":{{i}},"name":"A{{i}} B","old":"o{{i}}","age":{{(i == 7 ? "\"seven\"" : $"\"{i}\"")}}{{(i == 9 ? ",\"tags\":5" : ",\"tags\":{\"a\":{\"v\":1}}")}}}"""),
    ];

    /// <summary>How many chains are made. A store that takes long to be made anew has fewer.</summary>
    protected virtual int Cases => 60;

    [Fact]
    public async Task Several_migrations_behind_are_one_pass_and_give_what_one_after_the_other_gives()
    {
        await using var fused = await NewAsync();
        await using var stepwise = await NewAsync();

        var together = await Defined(fused, stepwise: false).MigrateAsync();
        var alone = await Defined(stepwise, stepwise: true).MigrateAsync();

        await SameAsAsync(stepwise, fused);
        Assert.Equal(4, together.Applied.Count);
        Assert.Equal((alone.Counts.Quarantined, alone.Counts.Shadowed), (together.Counts.Quarantined, together.Counts.Shadowed));
        Assert.Equal(2, (await fused.QuarantinedAsync()).Count);
    }

    [Fact]
    public async Task The_plan_says_that_they_are_one_pass_and_where_it_runs()
    {
        await using var store = await NewAsync();
        await using var migrator = Defined(store, stepwise: false).Open();

        var plan = await migrator.PlanAsync(Engine.Graph.MigrationTarget.Latest, Token);

        Assert.All(plan.Migrations, static migration => Assert.Equal(4, migration.Pass.Count));

        // What needs this process takes what follows with it, and what came before it in its own migration is a pass before.
        Assert.All(plan.Steps.Skip(2).SelectMany(static step => step.Operations), static operation => Assert.Equal(Planning.ExecutionSite.Client, operation.Execution));
    }

    [Fact]
    public async Task A_document_that_fails_is_named_with_its_migration_and_nothing_of_the_chunk_is_kept()
    {
        await using var store = await NewAsync();
        var project = new DocumentProject(store);
        var seen = 0;
        project.Define("0001_names", static c => c.Rename("old", "former"));

        // Preflight sees it first, and all is well.
        project.Define("0002_code", c => c.Transform(
            "check", document => document["n"]!.Value<int>() == 8 && ++seen == 2 ? throw new InvalidOperationException("No.") : document, keepOriginal: true));

        var error = await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync());

        Assert.Contains("_id 8", error.Message, StringComparison.Ordinal);
        Assert.Equal(["0001_names Failed", "0002_code Failed"], await project.StatusesAsync());
        await project.MigrateAsync("zero");
        await SameAsync(store, s_documents);
    }

    [Fact]
    public async Task From_the_end_of_a_pass_each_of_its_migrations_is_reached()
    {
        foreach (var target in s_targets)
        {
            await using var stepwise = await NewAsync();
            var alone = Defined(stepwise, stepwise: true);
            await alone.MigrateAsync();
            await alone.MigrateAsync(target);
            await using var fused = await NewAsync();
            var together = Defined(fused, stepwise: false);
            await together.MigrateAsync();
            await together.MigrateAsync(target);

            await SameAsAsync(stepwise, fused);
            await together.MigrateAsync("zero");
            await SameAsync(fused, s_documents);
            Assert.Empty(await fused.QuarantinedAsync());
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("zero")]
    public async Task From_a_half_done_pass_each_of_its_migrations_is_reached(string? stoppedOnTheWayTo)
    {
        foreach (var target in s_targets)
        {
            await using var stepwise = await NewAsync();
            await Defined(stepwise, stepwise: true).MigrateAsync(target);
            for (var stop = 1; ; stop++)
            {
                await using var fused = await NewAsync();
                var together = Defined(fused, stepwise: false);
                if (stoppedOnTheWayTo is not null)
                {
                    await together.MigrateAsync();
                }

                if (!await together.StopAsync(stop, stoppedOnTheWayTo))
                {
                    Assert.True(stop > 3);
                    break;
                }

                await together.MigrateAsync(target);
                await SameAsAsync(stepwise, fused, sameWay: false);
                Assert.All(await together.StatusesAsync(), static status => Assert.DoesNotContain("Failed", status, StringComparison.Ordinal));
                await together.MigrateAsync("zero");
                await SameAsync(fused, s_documents);
                Assert.Empty(await fused.QuarantinedAsync());
                Assert.Equal(0, await fused.KeptAsync(Direction.Forward));
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("zero")]
    public async Task What_a_stopped_pass_had_not_come_to_is_left_as_it_is_when_it_turns_round(string? stoppedOnTheWayTo)
    {
        for (var stop = 1; ; stop++)
        {
            await using var store = await NewAsync();
            store.ChunkSize = 3;
            var project = new DocumentProject(store);
            project.Define("0001_count", static c => c.Transform("count", static d => Count(d, static n => n + 3), static d => Count(d, static n => n - 3)));
            project.Define("0002_former", static c => c.Rename("old", "former"));

            // On the way back they are a pass before the others.
            project.Define("0003_box", static c => c.Transform("count on", static d => Count(d, static n => n + 5), static d => Count(d, static n => n - 5)).Nest(["former", "name"], "box"));
            await project.MigrateAsync();
            if (stoppedOnTheWayTo is null)
            {
                await project.MigrateAsync("zero");
            }

            var from = await store.TextsAsync(Collection);

            var stopped = await project.StopAsync(stop, stoppedOnTheWayTo);
            await project.MigrateAsync(stoppedOnTheWayTo is null ? "zero" : null);

            await SameAsync(store, [.. from]);
            if (!stopped)
            {
                Assert.True(stop > 3);
                return;
            }
        }
    }

    [Fact]
    public async Task A_unique_index_between_reshapes_divides_passes_and_other_collections_do_not()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        await store.FillAsync("others", s_documents);
        var distinct = MissingValuesAreDistinct;
        var project = new DocumentProject(store);
        project.Define("0001", static c => c.Rename("n", "number"));
        project.Define("0002", static c => c.Rename("n", "number"), "others");
        project.Define("0003", static c => c.Rename("old", "former"));
        project.Define("0004", c => c.CreateIndex(["number"], unique: distinct));
        project.Define("0005", static c => c.Rename("number", "no"));
        project.Define("0006", static c => c.Remove("former"));

        await using (var migrator = project.Open())
        {
            var plan = await migrator.PlanAsync(Engine.Graph.MigrationTarget.Latest, Token);
            Assert.Equal([3, 3, 3, 0, 2, 2], plan.Migrations.Select(static migration => migration.Pass.Count));
        }

        await project.MigrateAsync();
        await SameAsync(store, [.. s_documents.Select(static text => Renamed(text, ("n", "number")))], "others");
        await project.MigrateAsync("zero");
        await SameAsync(store, s_documents);
    }

    [Fact]
    public async Task A_long_history_is_as_few_passes_as_the_store_can_do()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        var project = new DocumentProject(store);
        for (var i = 1; i <= 70; i++)
        {
            var number = i;
            project.Define($"{number:0000}", number % 3 == 0 ? c => c.Rename($"f{number - 1}", $"g{number}") : c => c.Add($"f{number}", number));
        }

        await project.MigrateAsync();

        var document = (await store.DocumentsAsync(Collection))[0];
        Assert.Equal((1, 2, 70), (document["f1"]!.Value<int>(), document["g3"]!.Value<int>(), document["f70"]!.Value<int>()));
        await project.MigrateAsync("zero");
        await SameAsync(store, s_documents);
    }

    [Fact]
    public void Chains_divided_into_migrations_at_random_give_what_one_after_the_other_gives() =>
        Check.One(
            Exploration.Of(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithEndSize(1_000_000)),
            Prop.ForAll(Gen.Choose(1, int.MaxValue - 2).ToArbitrary(), seed =>
            {
                VerifyAsync(seed).GetAwaiter().GetResult();
                return true;
            }));

    /// <summary>All that a direction keeps aside and lists, without times.</summary>
    protected virtual async Task<IReadOnlyList<string>> RecordsAsync(DocumentStoreHarness store, Direction direction) =>
        [.. direction == Direction.Forward ? await store.QuarantinedAsync() : [], $"{await store.KeptAsync(direction)} {direction}"];

    private async Task VerifyAsync(int seed)
    {
        var random = new Random(seed);
        var made = new RandomCase(seed);
        var chain = new DocumentCase(made.Documents, [.. made.Operations, .. new RandomCase(seed + 1).Operations]);
        if (!chain.IsValid || !chain.Operations.All(Takes))
        {
            return;
        }

        var migrations = new List<List<ReshapeOperation>>();
        foreach (var operation in chain.Operations)
        {
            if (migrations.Count == 0 || random.Next(3) > 0)
            {
                migrations.Add([]);
            }

            migrations[^1].Add(operation);
        }

        string[] targets = ["zero", .. Enumerable.Range(1, migrations.Count).Select(static number => $"{number:0000}")];
        var texts = chain.Documents.Select(Held).OfType<JObject>().Select(static document => DocumentWriter.Write(document)).ToList();
        var form = Forms[seed % Forms.Count];
        var first = targets[random.Next(targets.Length)];
        var (stop, last) = (random.Next(1, 5), targets[random.Next(targets.Length)]);
        try
        {
            await using var stepwise = await OpenAsync(form);
            await using var fused = await OpenAsync(form);
            var alone = Defined(stepwise, texts.Count, migrations, stepwise: true);
            var together = Defined(fused, texts.Count, migrations, stepwise: false);
            await stepwise.FillAsync(Collection, texts);
            await fused.FillAsync(Collection, texts);
            await alone.MigrateAsync();
            await together.MigrateAsync();
            await SameAsAsync(stepwise, fused);
            await alone.MigrateAsync(first);
            await together.MigrateAsync(first);
            await SameAsAsync(stepwise, fused);

            // Whatever it was stopped in, and wherever that was to lead: the next run comes to its target.
            await together.StopAsync(stop, targets[random.Next(targets.Length)]);
            await together.StopAsync(1, targets[random.Next(targets.Length)]);
            await together.MigrateAsync(last);
            await alone.MigrateAsync(last);
            await SameAsAsync(stepwise, fused, sameWay: false);
            await together.MigrateAsync("zero");
            await SameAsync(fused, texts);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Assert.Fail($"seed {seed}, {form}, to {first}, stopped after {stop}, to {last}; migrations of {string.Join(", ", migrations.Select(static migration => migration.Count))} operations:\n{chain}\n{error}");
        }
    }

    private static DocumentProject Defined(DocumentStoreHarness store, int documents, List<List<ReshapeOperation>> migrations, bool stepwise)
    {
        store.ChunkSize = documents > 4 ? 2 : 1;
        var project = new DocumentProject(store) { Stepwise = stepwise };
        foreach (var (operations, i) in migrations.Select(static (operations, i) => (operations, i)))
        {
            project.Define($"{i + 1:0000}", operations);
        }

        return project;
    }

    private static DocumentProject Defined(DocumentStoreHarness store, bool stepwise)
    {
        store.ChunkSize = 3;
        var project = new DocumentProject(store) { Stepwise = stepwise };
        project.Define("0001_names", static c => c.Split("name", ["first", "last"], " ").Remove("old"));
        project.Define("0002_tags", static c => c
            .MapToArray("tags", "key", onError: OnError.Quarantine)
            .Transform("double", static d => Count(d, static n => n * 2 + 1), static d => Count(d, static n => (n - 1) / 2)));
        project.Define("0003_age", static c => c.Rename("first", "given").Convert("age", FieldType.Int32, from: FieldType.String, onError: OnError.Quarantine));
        project.Define("0004_nest", static c => c.Nest(["given", "last"], "who").Add("old", "new"));
        return project;
    }

    private static JObject Count(JObject document, Func<int, int> change)
    {
        document["n"] = change(document["n"]!.Value<int>());
        return document;
    }

    private static string Renamed(string text, (string From, string To) names)
    {
        var document = DocumentReader.Read(text);
        var value = document[names.From]!;
        document.Remove(names.From);
        document[names.To] = value;
        return DocumentWriter.Write(document);
    }

    private async Task<DocumentStoreHarness> NewAsync()
    {
        var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        return store;
    }

    // What a way back kept, only that one has which went back.
    private async Task SameAsAsync(DocumentStoreHarness expected, DocumentStoreHarness actual, bool sameWay = true)
    {
        Same(await expected.DocumentsAsync(Collection), await actual.DocumentsAsync(Collection));
        Assert.Equal(await RecordsAsync(expected, Direction.Forward), await RecordsAsync(actual, Direction.Forward));
        if (sameWay)
        {
            Assert.Equal(await RecordsAsync(expected, Direction.Backward), await RecordsAsync(actual, Direction.Backward));
        }
    }
}
