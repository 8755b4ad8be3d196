using System.Text.Json;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Specifications;

/// <summary>bson-corpus: every form that a case has, in every direction that the specification asks for.</summary>
public sealed class BsonCorpusTests
{
    [Fact]
    public void Holds_the_bson_corpus()
    {
        var run = new SpecificationRun("bson-corpus", BsonCorpusExclusions.All);
        foreach (var (file, content) in SpecificationData.Read("bson-corpus"))
        {
            foreach (var valid in Cases(content, "valid"))
            {
                Valid(run, file, valid);
            }

            foreach (var error in Cases(content, "decodeErrors"))
            {
                run.Case(file, $"{Text(error, "description")} (decode error)", () =>
                    Assert.ThrowsAny<MigrationException>(() => BsonReader.Read(Convert.FromHexString(Text(error, "bson")!), BsonReading.Lenient)));
            }

            foreach (var error in Cases(content, "parseErrors"))
            {
                run.Case(file, $"{Text(error, "description")} (parse error)", () => Refuses(content, Text(error, "string")!));
            }
        }

        run.Finish();
    }

    private static void Valid(SpecificationRun run, string file, JsonElement valid)
    {
        var name = Text(valid, "description");
        var lossy = valid.TryGetProperty("lossy", out var flag) && flag.GetBoolean();
        var canonical = Convert.FromHexString(Text(valid, "canonical_bson")!);
        var json = Text(valid, "canonical_extjson")!;

        run.Case(file, $"{name} (canonical)", () =>
        {
            var document = BsonReader.Read(canonical, lossy ? BsonReading.Lenient : BsonReading.Exact);
            SameJson(json, ExtendedJson.Canonical(document));
            if (!lossy)
            {
                Assert.Equal(Convert.ToHexString(canonical), Convert.ToHexString(BsonWriter.Write(document)));
                Assert.Equal(Convert.ToHexString(canonical), Convert.ToHexString(BsonWriter.Write(DocumentReader.Read(json))));
                Assert.True(DocumentEquality.Equals(document, DocumentReader.Read(DocumentWriter.Write(document))));
            }
        });

        if (Text(valid, "degenerate_bson") is { } degenerate)
        {
            run.Case(file, $"{name} (degenerate BSON)", () =>
            {
                var bytes = Convert.FromHexString(degenerate);
                var document = BsonReader.Read(bytes, BsonReading.Lenient);
                SameJson(json, ExtendedJson.Canonical(document));
                Assert.Equal(Convert.ToHexString(canonical), Convert.ToHexString(BsonWriter.Write(document)));
                Assert.Equal("DM6201", Assert.ThrowsAny<MigrationException>(() => BsonReader.Read(bytes)).Code.Value);
            });
        }

        if (Text(valid, "relaxed_extjson") is { } relaxed)
        {
            run.Case(file, $"{name} (relaxed)", () =>
            {
                SameJson(relaxed, ExtendedJson.Relaxed(BsonReader.Read(canonical, BsonReading.Lenient)));
                SameJson(relaxed, ExtendedJson.Relaxed(DocumentReader.Read(relaxed)));
            });
        }

        if (Text(valid, "degenerate_extjson") is { } degenerateJson)
        {
            run.Case(file, $"{name} (degenerate JSON)", () =>
            {
                var bytes = BsonWriter.Write(DocumentReader.Read(degenerateJson));
                SameJson(json, ExtendedJson.Canonical(BsonReader.Read(bytes)));
                if (!lossy)
                {
                    Assert.Equal(Convert.ToHexString(canonical), Convert.ToHexString(bytes));
                }
            });
        }
    }

    /// <summary>A text is refused by the reader, or, if it is JSON that merely has no form in BSON, by the writer.</summary>
    private static void Refuses(JsonElement content, string text)
    {
        if (Text(content, "bson_type") == "0x13")
        {
            text = new JObject(new JProperty("d", Wrappers.Make("$numberDecimal", text))).ToString(Newtonsoft.Json.Formatting.None);
        }

        Assert.ThrowsAny<MigrationException>(() => BsonWriter.Write(DocumentReader.Read(text)));
    }

    private static void SameJson(string expected, string actual)
    {
        using var left = JsonDocument.Parse(expected);
        using var right = JsonDocument.Parse(actual);
        Assert.True(JsonElement.DeepEquals(left.RootElement, right.RootElement), $"expected {expected}, actual {actual}");
    }

    private static IEnumerable<JsonElement> Cases(JsonElement content, string kind) =>
        content.TryGetProperty(kind, out var cases) ? cases.EnumerateArray() : [];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
