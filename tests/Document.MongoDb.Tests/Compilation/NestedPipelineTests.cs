using DocMigrate.Document.Expressions;
using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Compilation;

/// <summary>Operations on elements of arrays and values of maps, one and two levels deep, and moves between objects, over documents that mostly fit.</summary>
public sealed class NestedPipelineTests(StandaloneTests.Server server) : PipelineSuite(server), IClassFixture<StandaloneTests.Server>
{
    private const int Documents = 150;

    private static readonly string[] s_keys = ["b", "c", "price.usd", "$x", "n"];

    private static ReshapeOperation[] Inner =>
    [
        new RenameFieldOperation { Collection = "", From = "b", To = "d" },
        new RenameFieldOperation { Collection = "", From = DocumentPath.Of("price.usd"), To = DocumentPath.Of("$y") },
        new RenameFieldOperation { Collection = "", From = "b", To = "c", Target = TargetPolicy.KeepOld },
        new RenameFieldOperation { Collection = "", From = "b", To = "in.b", CreateParents = true },
        new RemoveFieldOperation { Collection = "", Path = "b" },
        new AddFieldOperation { Collection = "", Path = "new", Value = "$5 off" },
        new AddFieldOperation { Collection = "", Path = "new", Value = new JValue((object)5), Where = Path("b").Is(ValueKind.String) },
        new ConvertFieldOperation { Collection = "", Path = "n", To = FieldType.Int32, From = FieldType.String },
        new ConvertFieldOperation { Collection = "", Path = "n", To = FieldType.Double, From = FieldType.String },
        new ConvertFieldOperation { Collection = "", Path = "n", To = FieldType.String },
        new SetFieldOperation { Collection = "", Path = "c", Value = new ConcatExpression { Texts = [Path("b"), "/", Path("c")] } },
        new SetFieldOperation { Collection = "", Path = "t", Value = Path("n").Times(2), Where = Path("n").Is(ValueKind.Int32) },
        new SplitFieldOperation { Collection = "", Path = "b", Into = ["x", "y"], Separator = " " },
        new JoinFieldsOperation { Collection = "", Fields = ["b", "c"], Into = "bc", Separator = "," },
        new NestFieldsOperation { Collection = "", Fields = ["b", "price.usd"], Into = "in" },
        new FlattenFieldOperation { Collection = "", Path = "n", Fields = ["p", "q"] },
        new MapValuesOperation { Collection = "", Path = "b", Table = [("x", "y"), ("one two", "x")], Otherwise = new JValue("z") },
        new WrapInArrayOperation { Collection = "", Path = "b" },
        new UnwrapArrayOperation { Collection = "", Path = "n", Longer = LongArrays.First },
        new RenameFieldsOperation { Collection = "", Names = [("b", "c"), ("c", "b")] },
        new MapToArrayOperation { Collection = "", Path = "n", KeyField = "k", ValueField = "v" },
        new ArrayToMapOperation { Collection = "", Path = "n", KeyField = "p" },
    ];

    [Fact]
    public async Task Operations_on_elements_and_values_are_the_same()
    {
        var operations = Inner.SelectMany(static inner => new ReshapeOperation[]
        {
            new ForEachOperation { Collection = "docs", Path = "list", Operations = [inner] },
            new ForEachValueOperation { Collection = "docs", Path = "map", Operations = [inner] },
            new ForEachOperation { Collection = "docs", Path = "lists", Operations = [new ForEachOperation { Collection = "", Path = "list", Operations = [inner] }] },
            new ForEachOperation { Collection = "docs", Path = "maps", Operations = [new ForEachValueOperation { Collection = "", Path = "map", Operations = [inner] }] },
        });

        await VerifyAllAsync(operations);
    }

    [Fact]
    public async Task Moves_between_objects_are_the_same()
    {
        string[] paths = ["a", "o.a", "o.p.a", "o.p", "q.a", "q.r.a"];
        var operations =
            from source in paths
            from target in paths
            where !((DocumentPath)source).StartsWith(target) && !((DocumentPath)target).StartsWith(source)
            from creates in new[] { false, true }
            from prunes in new[] { false, true }
            from policy in creates || prunes ? [TargetPolicy.Fail] : Enum.GetValues<TargetPolicy>()
            select (ReshapeOperation)new RenameFieldOperation { Collection = "docs", From = source, To = target, CreateParents = creates, PruneParents = prunes, Target = policy };
        JToken[] parts = [new JValue((object)1), JValue.CreateNull(), new JObject(), new JObject(new JProperty("a", "x")), new JObject(new JProperty("z", 1)), new JArray()];
        JToken[] outer = [.. parts, .. parts.Select(static part => new JObject(new JProperty("p", part))), .. parts.Select(static part => new JObject(new JProperty("a", "y"), new JProperty("p", part)))];
        JToken[] others = [new JValue((object)2), new JObject(), new JObject(new JProperty("a", 3)), new JObject(new JProperty("r", new JObject())), new JObject(new JProperty("r", new JObject(new JProperty("s", 1))))];
        var documents = outer
            .SelectMany(o => others.Select(q => new JObject(new JProperty("a", "top"), new JProperty("o", o), new JProperty("q", q))))
            .Select(static (document, place) => new JObject(document.Properties().Where((_, at) => at != place % 4))).ToList();

        var cases = operations.Select((operation, place) => CompiledCase.Of($"{place}", [operation], documents)).OfType<CompiledCase>().ToList();
        await VerifyAsync(cases);

        Assert.InRange(cases.Sum(static one => one.Done), 10 * cases.Count, int.MaxValue);
    }

    private async Task VerifyAllAsync(IEnumerable<ReshapeOperation> operations)
    {
        var documents = Enumerable.Range(1, Documents).Select(static seed => Made(new Random(seed))).ToList();
        var all = operations.Select((operation, place) => (Operation: operation, Case: CompiledCase.Of($"{place}", [operation], documents))).ToList();

        Assert.All(all, static one => Assert.True(one.Case is not null, one.Operation.Describe()));
        await VerifyAsync([.. all.Select(static one => one.Case!)]);
        Assert.All(all, static one => Assert.True(one.Case!.Done > 0, one.Operation.Describe()));
    }

    private static JObject Made(Random random)
    {
        return new JObject(
            new JProperty("list", List(random)), new JProperty("map", Map(random)),
            new JProperty("lists", new JArray(Enumerable.Range(0, random.Next(3)).Select(_ => Odd(random, new JObject(new JProperty("list", List(random))))))),
            new JProperty("maps", new JArray(Enumerable.Range(0, random.Next(3)).Select(_ => Odd(random, new JObject(new JProperty("map", Map(random))))))));
    }

    private static JToken List(Random random) => Odd(random, new JArray(Enumerable.Range(0, random.Next(4)).Select(_ => Odd(random, Element(random)))));

    private static JToken Map(Random random) => Odd(random, new JObject(Enumerable.Range(0, random.Next(4)).Select(key => new JProperty($"k.{key}", Odd(random, Element(random))))));

    private static JObject Element(Random random) => new(s_keys.Where(_ => random.Next(5) > 0).Select(key => new JProperty(key, Odd(random, key == "n" ? Number(random) : Text(random)))));

    private static JToken Text(Random random) => new JValue(random.Next(5) switch { 0 => "x", 1 => "one two", 2 => "one two three", 3 => "$5", _ => "y" });

    private static JToken Number(Random random) => random.Next(7) switch
    {
        0 => new JValue((object)5),
        1 => new JValue("12"),
        2 => new JValue("12.5"),
        3 => new JArray(new JValue((object)1)),
        4 => new JObject(new JProperty("p", "x"), new JProperty("q", 1)),
        5 => new JArray(new JObject(new JProperty("p", "k"), new JProperty("q", 1))),
        _ => new JValue("5"),
    };

    /// <summary>Now and then another value.</summary>
    private static JToken Odd(Random random, JToken value) => random.Next(15) switch { 0 => JValue.CreateNull(), 1 when random.Next(3) == 0 => new JValue("odd"), _ => value };

    private static PathExpression Path(string path) => new() { Path = path };
}
