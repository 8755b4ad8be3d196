using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>
/// Real documents through three migrations each: one after the other, all at once, stopped anywhere and gone on with, or back to any of them. Nest, flatten, map to array, convert with
/// quarantine, split and join are each done where the data ask for it.
/// </summary>
public abstract class RealDataEvolutions : DocumentSuite
{
    /// <summary>How many documents of a file at most are taken where it is run through many times.</summary>
    private const int MostStopped = 300;

    private static readonly Evolution[] s_evolutions =
    [
        new("customers.json", 500, 0,
        [
            static c => c.Nest(["address", "email"], "contact").MapToArray("tier_and_details", "key").Add("active", false),
            static c => c.Split("name", ["first", "last"], " ").ForEach("tier_and_details", static t => t.Rename("benefits", "perks")).Convert("birthdate", FieldType.String, from: FieldType.DateTime),
            static c => c.Split("contact.address", ["street", "place"], "\n").Join(["last", "first"], "fullName", ", ").Flatten("contact", ["email"]),
        ]),
        new("restaurant.json", 2548, 63,
        [
            static c => c.Rename(DocumentPath.Of("address line 2"), "place").Nest(["outcode", "postcode"], "post").Convert("address", FieldType.String, from: FieldType.Int32),
            static c => c.Convert("rating", FieldType.Double, onError: OnError.Quarantine),
            static c => c.Join(["outcode", "postcode"], "code", " ", "post").Flatten("post", ["code"]).Split("URL", ["scheme", "site"], "://"),
        ]),
        new("theaters.json", 1564, 112,
        [
            static c => c.Flatten("location", ["address", "geo"]).Rename("theaterId", "number"),
            static c => c.Convert("address.zipcode", FieldType.Int32, from: FieldType.String, onError: OnError.Quarantine).Nest(["city", "state"], "place", "address"),
            static c => c.Join(["street1", "street2"], "street", ", ", "address").Join(["city", "state"], "name", " / ", "address.place"),
        ]),
        new("grades.json", 280, 203,
        [
            static c => c.Nest(["student_id", "class_id"], "of").ForEach("scores", static s => s.Rename("type", "kind")),
            static c => c.Convert("of.class_id", FieldType.String).Convert("of.student_id", FieldType.String).ArrayToMap("scores", "kind", "score", OnError.Quarantine),
            static c => c.Join(["class_id", "student_id"], "key", "-", "of").Flatten("of", ["key"]),
        ]),
        new("products.json", 11, 2,
        [
            static c => c.WrapInArray("type").WrapInArray("for").MapToArray("limits", "of"),
            static c => c.ForEach("limits", static l => l.Convert("n", FieldType.Int32), OnError.Quarantine).Convert("price", FieldType.Decimal).Nest(["monthly_price", "term_years"], "plan"),
            static c => c.Split("name", ["series", "rest"], " ").Convert("rating", FieldType.Double).Remove("warranty_years"),
        ]),
    ];

    public static TheoryData<string> Files => [.. s_evolutions.Select(static evolution => evolution.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Go_forth_and_back_and_are_identical_step_by_step_and_all_at_once(string file)
    {
        var (evolution, input) = Read(file);
        await using var store = await FilledAsync(input, chunks: null);
        var project = evolution.Define(store);
        var steps = await StepwiseAsync(store, project);
        Assert.Equal(evolution.Quarantined, (await store.QuarantinedAsync()).Count);
        Assert.All(steps.Zip(steps.Skip(1)), static pair => Assert.Contains(pair.First.Zip(pair.Second), static both => !DocumentEquality.AnyOrder.Same(both.First, both.Second)));
        for (var i = 2; i >= 0; i--)
        {
            await project.MigrateAsync(i == 0 ? "zero" : Evolution.Names[i - 1]);
            Same(steps[i], await store.DocumentsAsync(Collection));
        }

        Assert.Empty(await store.QuarantinedAsync());
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
        await project.MigrateAsync();
        Same(steps[3], await store.DocumentsAsync(Collection));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Stopped_in_the_middle_they_go_on_or_back_to_any_migration_and_are_identical(string file)
    {
        var (evolution, all) = Read(file);
        var input = all.Where((_, i) => i % ((all.Count / MostStopped) + 1) == 0).ToList();
        List<List<JObject>> steps;
        await using (var undisturbed = await FilledAsync(input, chunks: null))
        {
            steps = await StepwiseAsync(undisturbed, evolution.Define(undisturbed));
        }

        // After the second of five chunks, and where several migrations are done one after the other, in a later one.
        foreach (var stop in new[] { 2, 7, 12 })
        {
            for (var target = 3; target >= 0; target--)
            {
                await using var store = await FilledAsync(input, chunks: 5);
                var project = evolution.Define(store);
                if (!await project.StopAsync(stop))
                {
                    Assert.True(stop > 2);
                    return;
                }

                await project.MigrateAsync(target == 0 ? "zero" : Evolution.Names[target - 1]);
                Same(steps[target], await store.DocumentsAsync(Collection));
                if (target is 1 or 2)
                {
                    await project.MigrateAsync();
                    Same(steps[3], await store.DocumentsAsync(Collection));
                }

                await project.MigrateAsync("zero");
                Same(input, await store.DocumentsAsync(Collection));
                Assert.Empty(await store.QuarantinedAsync());
                Assert.Equal(0, await store.KeptAsync(Direction.Forward));
            }
        }
    }

    private static (Evolution Evolution, List<JObject> Input) Read(string file)
    {
        var evolution = s_evolutions.Single(known => known.File == file);
        var input = SharedData.Read(file);
        Assert.Equal(evolution.Documents, input.Count);
        return (evolution, input);
    }

    private async Task<DocumentStoreHarness> FilledAsync(List<JObject> input, int? chunks)
    {
        var store = await OpenAsync();
        store.ChunkSize = chunks is { } count ? Math.Max(1, input.Count / count) : null;
        await store.FillAsync(Collection, input.Select(static document => DocumentWriter.Write(document)));
        return store;
    }

    /// <summary>The documents at first, and after each migration.</summary>
    private static async Task<List<List<JObject>>> StepwiseAsync(DocumentStoreHarness store, DocumentProject project)
    {
        var steps = new List<List<JObject>> { await store.DocumentsAsync(Collection) };
        foreach (var name in Evolution.Names)
        {
            await project.MigrateAsync(name);
            steps.Add(await store.DocumentsAsync(Collection));
        }

        return steps;
    }
}
