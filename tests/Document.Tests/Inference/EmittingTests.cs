using System.Runtime.Loader;
using System.Text.Json;
using DocMigrate.Document.Drift;
using DocMigrate.Document.Inference;
using DocMigrate.Document.Inference.Emitting;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Engine.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DocMigrate.Document.Tests.Inference;

/// <summary>What is made of an inferred shape is held to the documents that it was inferred from.</summary>
public sealed class EmittingTests
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 255 };

    public static TheoryData<string> Real => ["customers", "grades", "products", "restaurant", "theaters"];

    private static readonly string[] Odd =
    [
        """{"_id":1,"id":5,"price.usd":1,"":2,"a b":3,"a_b":4,"class":5,"GetType":6,"things":[[1],[2.5,null]],"1st":7,"mixed":1,"note\n//":8,"deep":{"deep":{"deep":[{"x":{"y":1} }]} } }""",
        """{"_id":2,"id":5,"price.usd":{"$numberLong":"7"},"":2,"a b":3,"a_b":4,"class":5,"GetType":6,"things":[],"1st":7,"mixed":"text","note\n//":8,"deep":null,"when":{"$date":"2024-01-01T00:00:00Z"},"bytes":{"$binary":{"base64":"AQ==","subType":"00"} },"who":{"$uuid":"11111111-2222-3333-4444-555555555555"},"cost":{"$numberDecimal":"1.10"},"re":{"$regularExpression":{"pattern":"a","options":""} },"nan":{"$numberDouble":"NaN"},"at":{"$timestamp":{"t":1,"i":2} },"min":{"$minKey":1},"code":{"$code":"f()","$scope":{} },"empty":{},"list":[],"map":{"0df078f33aa74a2e9696e0520c1a828a":1},"half":{"named":1,"0df078f33aa74a2e9696e0520c1a828a":1} }""",
    ];

    [Theory]
    [MemberData(nameof(Real))]
    public void Every_real_document_satisfies_its_schema_and_the_shape_of_its_classes(string name) => Holds(name, RealData.Lines(name));

    [Fact]
    public void Documents_with_odd_keys_and_all_types_satisfy_schema_and_classes() => Holds("things", Odd);

    [Fact]
    public void Documents_with_too_many_keys_satisfy_schema_and_classes() =>
        Holds("things", [.. Enumerable.Range(0, 3_000).Select(static i => i < 2_000 ? $$"""{"_id":{{i}},"k{{i}}":{{i}} }""" : $$"""{"_id":{{i}},"late":"{{i}}"}""")]);

    [Fact]
    public void Classes_say_what_was_found()
    {
        var found = MemoryCollection.Infer(
            """{"_id":{"$oid":"55f14312c7447c3da7051b26"},"fullName":"Ada","orders":[{"sku":"a","qty":1}],"limits":{"0df078f33aa74a2e9696e0520c1a828a":1.5},"Note":null}""",
            """{"_id":{"$oid":"55f14312c7447c3da7051b27"},"fullName":"Ada","orders":[],"limits":{} }""") with
        { Collection = "customers" };

        var code = CSharpEmitter.Write("catalog", "Shop.Models", [found]);

        Assert.Equal(
            """
            // Written by 'docmigrate inspect --emit csharp' from the documents that are there. Read it, correct it, and make it your own.
            #nullable enable

            using System;
            using System.Collections.Generic;
            using System.Text.Json;
            using System.Text.Json.Serialization;
            using DocMigrate;

            namespace Shop.Models;

            // From 2 of 2 documents.
            [Store("catalog")]
            [Collection("customers")]
            public sealed class Customer
            {
                // objectId
                [JsonPropertyName("_id")]
                public JsonElement Id { get; set; }

                [JsonPropertyName("fullName")]
                public required string FullName { get; set; }

                [JsonPropertyName("orders")]
                public List<CustomerOrder> Orders { get; set; } = [];

                [JsonPropertyName("limits")]
                public Dictionary<string, double> Limits { get; set; } = [];

                // null
                public JsonElement? Note { get; set; }
            }

            public sealed class CustomerOrder
            {
                [JsonPropertyName("sku")]
                public required string Sku { get; set; }

                [JsonPropertyName("qty")]
                public int Qty { get; set; }
            }

            """.ReplaceLineEndings("\n"),
            code);
        var shape = Shapes(code).Collection("customers")!.Shape;
        Assert.Equal(
            FieldShape.Object(static s => s
                .Field("_id", FieldShape.Any)
                .Field("fullName", FieldShape.String)
                .Field("orders", FieldShape.List(FieldShape.Object(static o => o.Field("sku", FieldShape.String).Field("qty", FieldShape.Int32))))
                .Field("limits", FieldShape.Map(FieldShape.Double))
                .Field("Note", FieldShape.Any.OrNull())),
            shape);
    }

    [Fact]
    public void Several_collections_are_one_file_and_the_definitions_of_one_schema()
    {
        InferredCollection[] found =
        [
            MemoryCollection.Infer("""{"_id":1,"type":{"a":1} }""") with { Collection = "order" },
            MemoryCollection.Infer("""{"_id":1,"type":{"b":1} }""") with { Collection = "orders" },
        ];

        var schema = Shapes(CSharpEmitter.Write("catalog", "Shop.Models", found));
        var check = new JsonSchemaCheck(JsonSerializer.Deserialize<JsonElement>(JsonSchemaEmitter.Write(found)));

        Assert.Equal(["order", "orders"], schema.Collections.Select(static collection => collection.Name));
        Assert.Null(check.FindBy("order", JsonSerializer.Deserialize<JsonElement>("""{"_id":1,"type":{"a":1}}""")));
        Assert.NotNull(check.FindBy("orders", JsonSerializer.Deserialize<JsonElement>("""{"_id":1,"type":{"a":1}}""")));
    }

    [Fact]
    public void A_schema_refuses_what_is_not_like_the_documents()
    {
        var found = MemoryCollection.Infer("""{"_id":1,"tags":["a"],"at":{"$date":"2024-01-01T00:00:00Z"} }""");
        var check = new JsonSchemaCheck(JsonSerializer.Deserialize<JsonElement>(JsonSchemaEmitter.Write([found])));

        Assert.All(
            ["""{"tags":[],"at":{"$date":"x"}}""", """{"_id":"1","tags":[],"at":{"$date":"x"}}""", """{"_id":1,"tags":[1],"at":{"$date":"x"}}""", """{"_id":1,"tags":[],"at":"x"}""", """{"_id":3000000000,"tags":[],"at":{"$date":"x"}}"""],
            text => Assert.NotNull(check.Find(JsonSerializer.Deserialize<JsonElement>(text))));
    }

    private static void Holds(string name, IReadOnlyList<string> documents)
    {
        var found = MemoryCollection.Infer(documents) with { Collection = name };
        var check = new JsonSchemaCheck(JsonSerializer.Deserialize<JsonElement>(JsonSchemaEmitter.Write([found])));
        var shape = Shapes(CSharpEmitter.Write("catalog", "Shop.Models", [found])).Collection(name)!;
        foreach (var document in documents.Select(DocumentReader.Read))
        {
            var text = DocumentWriter.Write(document);
            Assert.Null(check.Find(JsonSerializer.Deserialize<JsonElement>(text, Deep)));

            // Keys that come from data beside named ones are kept by the class, but are no part of the model.
            Assert.DoesNotContain(ShapeCheck.Of(document, shape, null), static deviation => deviation.Kind != DeviationKind.Extra);
            Assert.True(found.Shape.Object!.Map is not null || ShapeCheck.Of(document, shape, null).All(static deviation => deviation.Path.Contains("{*}", StringComparison.Ordinal)), text);
        }
    }

    /// <summary>Compiles the classes without a warning, and reads them as makemigrations does.</summary>
    private static DocumentSchema Shapes(string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            "Emitted" + Guid.NewGuid().ToString("N"), [CSharpSyntaxTree.ParseText(code)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Diagnostics.All(static diagnostic => diagnostic.Severity < DiagnosticSeverity.Warning), string.Join('\n', result.Diagnostics) + "\n" + code);
        stream.Position = 0;
        var assembly = new AssemblyLoadContext(null).LoadFromStream(stream);
        var options = new ModelReaderOptions { DefaultModule = "shop", Stores = [new ModelStore("catalog", ModelStore.Documents)] };
        return (DocumentSchema)DocumentStoreKind.Instance.BuildState(new ModelReader(options).Read(assembly));
    }
}
