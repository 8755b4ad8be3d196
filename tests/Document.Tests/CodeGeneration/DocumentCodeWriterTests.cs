using DocMigrate.CodeGeneration;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Operations;

namespace DocMigrate.Document.Tests.CodeGeneration;

public sealed class DocumentCodeWriterTests
{
    private static readonly MigrationId Id = new("shop", "0001_initial");

    private static string Write(params MigrationOperation[] operations)
    {
        var writer = new CodeWriter();
        DocumentStoreKind.Instance.CodeWriter.Write(writer, "catalog", operations);
        return writer.ToString();
    }

    [Fact]
    public void Writes_the_calls_that_an_author_would()
    {
        var migration = new MigrationBuilder(Id);

        // What stands here is what the writer writes: the assertion below holds the two together.
        migration.Documents("catalog", "people", c => c
            .Create(s => s
                .Field("address", FieldShape.Object(s => s.Field("city", FieldShape.String.OrNull())).OrNull())
                .Field("orders", FieldShape.List(FieldShape.EmptyObject))
                .Field("price.usd", FieldShape.Map(FieldShape.Decimal)))
            .Add("tier", "gold")
            .Add("a.b", 5L, FieldShape.Int64.OrNull())
            .Add("ratio", -0.0)
            .Add(DocumentPath.Of("price.usd"), null)
            .AddJson("tags", "[1,{\"$numberLong\":\"2\"}]")
            .Declare("note", FieldShape.Any)
            .Declare("note", null)
            .Remove("old")
            .Rename("addr", "address.line", onError: OnError.Quarantine)
            .Convert("age", FieldType.Int32, from: FieldType.String, onError: OnError.Keep)
            .Convert("rank", FieldType.Double)
            .Convert("born", FieldType.DateTime, rules: new ConversionRules { Formats = ["dd/MM/yyyy"], Epoch = EpochUnit.ByDigits, Truncate = true })
            .Rename("x", "y", where: d => d.Path("kind").EqualTo("a"), target: TargetPolicy.Coalesce)
            .Move("a.b", "c.d", pruneParents: true)
            .RenameMany([("a", "b"), ("b", "a")], parent: "address")
            .Set("full", d => d.Concat(d.Path("first").Trim().Upper(), " $", d.Coalesce(d.Path("last"), d.Null)), onError: OnError.Keep)
            .Set("n", d => d.If(d.Path("n").Plus(1).AtMost(5L), d.Json("{\"a\":[]}"), d.Value("x").Part(",", 0).Substring(1, 2)), FieldShape.Any)
            .Set("when", d => d.Now, where: d => d.All(d.Path("t").Is(ValueKind.Missing).Not(), d.Any(true, d.Path("l").Size().ConvertTo(FieldType.String).NotEqualTo(2.5))))
            .MapValues("status", [("A", "active"), (1, "one"), ("x", 2), ValueMapping.Of(null, DocumentReader.ReadValue("[1]"))], otherwise: "null")
            .WrapInArray("tags")
            .Unwrap("tags", longer: LongArrays.First)
            .Split("name", into: ["first", "last"], separator: " ")
            .Join(["x", "y"], into: "z", separator: ", ", parent: "address")
            .Nest(["city", "zip"], into: "place", parent: "address")
            .Flatten("place", ["city"])
            .MapToArray("tiers", keyField: "id", valueField: "v")
            .ArrayToMap("tiers", keyField: "id")
            .ForEach("orders", e => e
                .Rename("qty", "quantity")
                .ForEach("lines", e => e
                    .Remove("sku")), onError: OnError.Quarantine)
            .CreateIndex(["last", "first"])
            .CreateIndex(["email"], unique: true, name: "by_email")
            .DropIndex("by_email"));
        migration.Documents("catalog", "gone", c => c
            .Drop());
        migration.Documents("catalog", "old", c => c
            .RenameCollection("new"));

        const string expected = """
            migration.Documents("catalog", "people", c => c
                .Create(s => s
                    .Field("address", FieldShape.Object(s => s.Field("city", FieldShape.String.OrNull())).OrNull())
                    .Field("orders", FieldShape.List(FieldShape.EmptyObject))
                    .Field("price.usd", FieldShape.Map(FieldShape.Decimal)))
                .Add("tier", "gold")
                .Add("a.b", 5L, FieldShape.Int64.OrNull())
                .Add("ratio", -0.0)
                .Add(DocumentPath.Of("price.usd"), null)
                .AddJson("tags", "[1,{\"$numberLong\":\"2\"}]")
                .Declare("note", FieldShape.Any)
                .Declare("note", null)
                .Remove("old")
                .Rename("addr", "address.line", onError: OnError.Quarantine)
                .Convert("age", FieldType.Int32, from: FieldType.String, onError: OnError.Keep)
                .Convert("rank", FieldType.Double)
                .Convert("born", FieldType.DateTime, rules: new ConversionRules { Formats = ["dd/MM/yyyy"], Epoch = EpochUnit.ByDigits, Truncate = true })
                .Rename("x", "y", where: d => d.Path("kind").EqualTo("a"), target: TargetPolicy.Coalesce)
                .Move("a.b", "c.d", pruneParents: true)
                .RenameMany([("a", "b"), ("b", "a")], parent: "address")
                .Set("full", d => d.Concat(d.Path("first").Trim().Upper(), " $", d.Coalesce(d.Path("last"), d.Null)), onError: OnError.Keep)
                .Set("n", d => d.If(d.Path("n").Plus(1).AtMost(5L), d.Json("{\"a\":[]}"), d.Value("x").Part(",", 0).Substring(1, 2)), FieldShape.Any)
                .Set("when", d => d.Now, where: d => d.All(d.Path("t").Is(ValueKind.Missing).Not(), d.Any(true, d.Path("l").Size().ConvertTo(FieldType.String).NotEqualTo(2.5))))
                .MapValues("status", [("A", "active"), (1, "one"), ("x", 2), ValueMapping.Of(null, DocumentReader.ReadValue("[1]"))], otherwise: "null")
                .WrapInArray("tags")
                .Unwrap("tags", longer: LongArrays.First)
                .Split("name", into: ["first", "last"], separator: " ")
                .Join(["x", "y"], into: "z", separator: ", ", parent: "address")
                .Nest(["city", "zip"], into: "place", parent: "address")
                .Flatten("place", ["city"])
                .MapToArray("tiers", keyField: "id", valueField: "v")
                .ArrayToMap("tiers", keyField: "id")
                .ForEach("orders", e => e
                    .Rename("qty", "quantity")
                    .ForEach("lines", e => e
                        .Remove("sku")), onError: OnError.Quarantine)
                .CreateIndex(["last", "first"])
                .CreateIndex(["email"], unique: true, name: "by_email")
                .DropIndex("by_email"));
            migration.Documents("catalog", "gone", c => c
                .Drop());
            migration.Documents("catalog", "old", c => c
                .RenameCollection("new"));

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Write([.. migration.ToDefinition().OperationsOn("catalog")]));
    }

    [Fact]
    public void What_no_call_declares_is_written_as_an_object()
    {
        var text = Write(
            new RestoreFieldOperation { Collection = "c", Path = DocumentPath.Root, OnError = OnError.Quarantine },
            new TransformDocumentsOperation { Collection = "c", Name = "phone", KeepOriginal = true, Code = "d => d" });

        Assert.Equal(
            """
            migration.Add("catalog", new RestoreFieldOperation { Collection = "c", OnError = OnError.Quarantine, Path = DocumentPath.Of() });
            migration.Add("catalog", new TransformDocumentsOperation { Collection = "c", Name = "phone", KeepOriginal = true, Code = "d => d", HasReverse = false });

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Nothing_gives_nothing() => Assert.Equal("", Write());
}
