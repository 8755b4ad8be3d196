using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Planning;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.RealInput;

/// <summary>500 customers of an analytics sample: an object keyed by id turned into an array, a field added, a name split.</summary>
public sealed class CustomersTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    public CustomersTests()
    {
        _project.Define("0001_tiers", static migration => migration.Documents("docs", "customers", static c => c
            .MapToArray("tier_and_details", "key")
            .Add("active", true)));
        _project.Define("0002_names", static migration => migration.Documents("docs", "customers", static c => c
            .Split("name", ["firstName", "lastName"], " ")));
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Are_reshaped_as_a_plain_program_would_and_are_the_input_again_after_the_way_back()
    {
        var input = SharedData.Read("customers.json");
        Assert.Equal(500, input.Count);
        _project.Fill("customers", input);
        Same(input, _project.Documents("customers"));

        var result = await _project.MigrateAsync();

        var expected = input.Select(Reshaped).ToList();
        var migrated = _project.Documents("customers");
        Same(expected, migrated);
        Assert.Equal(0, result.Counts.Quarantined);
        Assert.All(migrated, static customer =>
        {
            Assert.Equal("$date", Assert.Single(((JObject)customer["birthdate"]!).Properties()).Name);
            Assert.All((JArray)customer["accounts"]!, static account => Assert.IsType<int>(((JValue)account).Value));
            Assert.All((JArray)customer["tier_and_details"]!, static tier => Assert.Equal(tier["id"], tier["key"]));
            Assert.Equal(JTokenType.Boolean, customer["active"]!.Type);
        });
        Assert.True(input.Count(static customer => customer["active"] is null) == 499);

        await _project.MigrateAsync("zero");
        Same(input, _project.Documents("customers"));
        await _project.MigrateAsync();
        Same(expected, _project.Documents("customers"));
        await _project.MigrateAsync("0001");
        Same([.. input.Select(static customer => Tiers(customer))], _project.Documents("customers"));
    }

    [Fact]
    public async Task Are_reshaped_by_the_server_alone()
    {
        var input = SharedData.Read("customers.json");
        _project.Fill("customers", input);
        await using var migrator = _project.Open();

        var plan = await migrator.PlanAsync(DocMigrate.Engine.Graph.MigrationTarget.Latest, TestContext.Current.CancellationToken);

        Assert.All(plan.Steps.SelectMany(static step => step.Operations), static operation =>
            Assert.Equal((ExecutionSite.Server, 500L), (operation.Execution, operation.EstimatedDocuments)));
    }

    private static JObject Reshaped(JObject customer)
    {
        var result = Tiers(customer);
        var name = ((string)customer["name"]!).Split(' ', 2);
        result.Remove("name");
        result["firstName"] = name[0];
        result["lastName"] = name[1];
        return result;
    }

    private static JObject Tiers(JObject customer)
    {
        var result = (JObject)customer.DeepClone();
        var tiers = new JArray();
        foreach (var tier in ((JObject)customer["tier_and_details"]!).Properties())
        {
            var element = new JObject(new JProperty("key", tier.Name));
            element.Add(((JObject)tier.Value.DeepClone()).Properties());
            tiers.Add(element);
        }

        result["tier_and_details"] = tiers;
        result["active"] ??= true;
        return result;
    }

    private static void Same(IReadOnlyList<JObject> expected, IReadOnlyList<JObject> actual) => RealDocuments.Same(expected, actual);
}
