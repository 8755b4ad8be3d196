using DocMigrate.Document.Inspection;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reading;
using DocMigrate.Document.State;
using DocMigrate.Document.Tests.Inference;
using DocMigrate.Document.Values;
using DocMigrate.Inspection;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document.Tests.Drift;

public sealed class DriftTests
{
    private static readonly MigrationOperation[][] Migrations =
    [
        [
            new CreateCollectionOperation
            {
                Collection = "people",
                Shape = FieldShape.Object(static s => s.Field("_id", FieldShape.Int32).Field("name", FieldShape.String).Field("age", FieldShape.Int32.OrNull())),
            },
        ],
        [new SplitFieldOperation { Collection = "people", Path = "name", Into = ["firstName", "lastName"], Separator = " " }],
        [new RenameFieldOperation { Collection = "people", From = "firstName", To = "givenName" }],
    ];

    [Fact]
    public async Task Nothing_is_said_where_all_is_as_the_migrations_made_it()
    {
        var part = await FindAsync(2, ["""{"_id":1,"firstName":"Ada","lastName":"L"}""", """{"_id":2,"firstName":"Ada","lastName":"L","age":null}"""]);

        Assert.False(part.Drifted);
        Assert.Equal("people: 2 documents, all as the applied migrations made them", part.Text);
        Assert.Equal(2, part.Report.GetProperty("current").GetInt64());
    }

    [Fact]
    public async Task Documents_of_an_earlier_a_later_and_no_known_shape_are_told_apart()
    {
        var part = await FindAsync(
            2,
            [
                """{"_id":1,"firstName":"Ada","lastName":"L","age":36}""",
                """{"_id":2,"name":"Ada L"}""",
                """{"_id":3,"name":"Ada L","age":"36"}""",
                """{"_id":4,"givenName":"Ada","lastName":"L"}""",
                """{"_id":5,"firstName":"Ada","lastName":"L","nick":"A"}""",
                """{"_id":6,"firstName":7,"lastName":"L"}""",
                """{"_id":7,"firstName":"Ada"}""",
                """{"_id":8,"firstName":"Ada","firstName":"Ada"}""",
            ],
            quarantined: 6);

        Assert.True(part.Drifted);
        Assert.Equal(
            """
            people: 8 documents
              1  as the applied migrations made them
              2  behind: as before test.0002_m (_id 2, 3)
              1  ahead: as test.0003_m will make them, which is not applied (_id 4)
              2  of no known shape (_id 5, 6)
              1  in quarantine (_id 7)
              1  that can't be read (_id #7)
              where they differ:
                firstName  missing (should be string)    3 documents, 37.5 % (_id 2, 3, 4)
                name       not in the state (is string)  2 documents, 25 % (_id 2, 3)
                age        string, should be int32       1 document, 12.5 % (_id 3)
                firstName  int32, should be string       1 document, 12.5 % (_id 6)
                givenName  not in the state (is string)  1 document, 12.5 % (_id 4)
                nick       not in the state (is string)  1 document, 12.5 % (_id 5)
            """.ReplaceLineEndings("\n"),
            part.Text);
        Assert.Equal(
            ["store", "collection", "drifted", "inState", "inStore", "documents", "current", "behind", "ahead", "quarantined", "unknown", "unreadable", "paths", "indexes"],
            part.Report.EnumerateObject().Select(static property => property.Name));
        Assert.Equal("""[{"migration":"test.0002_m","count":2,"samples":["2","3"]}]""", part.Report.GetProperty("behind").GetRawText());
    }

    [Theory]
    [InlineData("int64", """{"v":1}""", true)]
    [InlineData("int32", """{"v":{"$numberLong":"1"} }""", false)]
    [InlineData("double", """{"v":1}""", true)]
    [InlineData("decimal", """{"v":1.5}""", true)]
    [InlineData("dateTime", """{"v":"2024-01-01T00:00:00Z"}""", true)]
    [InlineData("dateTime", """{"v":"yesterday"}""", false)]
    [InlineData("guid", """{"v":"11111111-2222-3333-4444-555555555555"}""", true)]
    [InlineData("objectId", """{"v":{"$oid":"55f14312c7447c3da7051b26"} }""", true)]
    [InlineData("string", """{"v":1}""", false)]
    [InlineData("string", """{"v":null}""", false)]
    [InlineData("any", """{"v":null}""", true)]
    [InlineData("string", "{}", false)]
    public async Task A_value_fits_what_its_type_can_be_stored_as(string type, string document, bool fits)
    {
        var shape = FieldShape.Of(Enum.Parse<DocMigrate.Models.ScalarKind>(type, ignoreCase: true));

        Assert.Equal(!fits, (await FindAsync(shape, document)).Drifted);
    }

    [Fact]
    public async Task Lists_maps_and_texts_of_an_enum_are_looked_into()
    {
        var shape = FieldShape.Object(static s => s
            .Field("rows", FieldShape.List(FieldShape.Object(static r => r.Field("n", FieldShape.Int32))))
            .Field("by", FieldShape.Map(FieldShape.Double))
            .Field("tier", FieldShape.String.OneOf("gold", "basic")));

        var part = await FindAsync(shape, """{"v":{"rows":[{"n":1},{"n":"1"},{"m":2}],"by":{"a":1,"b":"x"},"tier":"silver"} }""");

        Assert.Equal(
            ["v.by{*} otherType", "v.rows[].m extra", "v.rows[].n missing", "v.rows[].n otherType", "v.tier otherValue"],
            part.Report.GetProperty("paths").EnumerateArray().Select(static path => $"{path.GetProperty("path")} {path.GetProperty("kind")}"));
        Assert.DoesNotContain("silver", part.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_collection_that_was_never_declared_only_what_is_known_is_looked_at()
    {
        MigrationOperation[] migration = [new CreateDocumentIndexOperation { Collection = "people", Name = "ix_a", Paths = ["a"] }];

        var part = await FindAsync([migration], 1, ["""{"_id":1,"age":1,"whatever":true}"""]);

        Assert.Equal("people: 1 document, all as the applied migrations made them\n  index ix_a: missing", part.Text);
    }

    [Fact]
    public async Task Collections_and_indexes_that_are_missing_or_extra_are_named()
    {
        MigrationOperation[][] migrations =
        [
            [
                new CreateCollectionOperation { Collection = "people" }, new CreateCollectionOperation { Collection = "gone" },
                new CreateDocumentIndexOperation { Collection = "people", Name = "ix_a", Paths = ["a"] },
                new CreateDocumentIndexOperation { Collection = "people", Name = "ix_b", Paths = ["b"], Unique = true },
                new CreateDocumentIndexOperation { Collection = "people", Name = "ix_c", Paths = ["c"], Options = new DocumentIndexOptions { Filter = """{"c": {"$gt": 5}}""" } },
                new CreateDocumentIndexOperation { Collection = "people", Name = "ix_d", Paths = ["d"], Options = new DocumentIndexOptions { ExpireAfterSeconds = 60 } },
                new CreateDocumentIndexOperation { Collection = "people", Name = "ix_e", Paths = ["e"] },
            ],
        ];
        var source = new MemoryCollection("people", [])
        {
            Indexes =
            [
                new StoredIndex("ix_b", false), new StoredIndex("ix_z", false),
                Known("ix_c", new DocumentIndexOptions { Filter = """{"c":{"$gt":5}}""" }), Known("ix_d", new DocumentIndexOptions { ExpireAfterSeconds = 61 }), new StoredIndex("ix_e", false) { IsKnown = true },
            ],
        };

        static StoredIndex Known(string name, DocumentIndexOptions options) =>
            new(name, false) { IsKnown = true, Shape = new DocumentIndexShape(name, [DocumentPath.Of(name[^1..])], false) { Options = options } };

        var drift = await new DocumentInspector("docs", source).FindDriftAsync(Request(migrations, 1), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["gone: not in the store, though a migration made it", "people: no documents\n  index ix_a: missing\n  index ix_b: not unique, and should be\n  index ix_d: over other paths or documents, or with other options\n  index ix_e: over other paths or documents, or with other options\n  index ix_z: no applied migration made it"],
            drift.Parts.Select(static part => part.Text));
        Assert.All(drift.Parts, static part => Assert.True(part.Drifted));
        var undeclared = await new DocumentInspector("docs", new MemoryCollection("other", ["{}"])).FindDriftAsync(Request([], 0), TestContext.Current.CancellationToken);
        Assert.Equal("other: 1 document, and no applied migration declares the collection", Assert.Single(undeclared.Parts).Text);
    }

    [Fact]
    public async Task A_stamp_tells_what_the_shape_does_not()
    {
        var shape = FieldShape.Object(static s => s.Field("n", FieldShape.Int32));
        var chain = ReshapeChain.Empty;
        var stamps = new List<string> { chain.Stamp };
        var points = new List<StatePoint> { new(null, null), Point(1, chain) };
        for (var i = 2; i <= 3; i++)
        {
            chain = chain.With(new AddFieldOperation { Collection = "people", Path = "n", Value = DocMigrate.Document.Values.DocumentValue.Of(i) }, shape);
            stamps.Add(chain.Stamp);
            points.Add(Point(i, chain));
        }

        var source = new MemoryCollection("people",
            [$$"""{"_id":1,"n":1,"_v":"{{stamps[1]}}"}""", $$"""{"_id":2,"n":1,"_v":"{{stamps[0]}}"}""", $$"""{"_id":3,"n":1,"_v":"{{stamps[2]}}"}""", """{"_id":4,"n":1,"_v":"9.x"}""", """{"_id":5,"n":1}"""]);

        var drift = await new DocumentInspector("docs", source).FindDriftAsync(
            new DriftRequest { Applied = points.Take(3).ToValueList(), Pending = points.Skip(3).ToValueList() }, TestContext.Current.CancellationToken);

        Assert.Equal(
            """
            people: 5 documents
              2  as the applied migrations made them
              1  behind: as before test.0002_m (_id 2)
              1  ahead: as test.0003_m will make them, which is not applied (_id 3)
              1  of no known shape (_id 4)
            """.ReplaceLineEndings("\n"),
            Assert.Single(drift.Parts).Text);

        StatePoint Point(int number, ReshapeChain made) => new(
            new MigrationId("test", $"{number:0000}_m"),
            DocumentSchema.Empty.With(new CollectionShape { Name = "people", Shape = shape, StampField = "_v", Chain = made }));
    }

    [Fact]
    public async Task However_many_paths_differ_the_list_is_bounded()
    {
        var part = await FindAsync(2, [.. Enumerable.Range(0, 500).Select(static i => $$"""{"_id":{{i}},"firstName":"A","lastName":"L","extra_{{(char)('a' + (i % 26))}}_{{(char)('a' + (i / 26))}}":1}""")]);

        Assert.Equal(100, part.Report.GetProperty("paths").GetArrayLength());
        Assert.Equal(400, part.Report.GetProperty("morePaths").GetInt64());
        Assert.EndsWith("and 400 differences at other paths", part.Text, StringComparison.Ordinal);
    }

    private static Task<DriftPart> FindAsync(FieldShape shape, string document) => FindAsync(
        [[new CreateCollectionOperation { Collection = "people", Shape = FieldShape.Object(s => s.Field("v", shape)) }]], 1, [document]);

    private static Task<DriftPart> FindAsync(int applied, string[] documents, int? quarantined = null) => FindAsync(Migrations, applied, documents, quarantined);

    private static async Task<DriftPart> FindAsync(MigrationOperation[][] migrations, int applied, string[] documents, int? quarantined = null)
    {
        var source = new MemoryCollection("people", documents) { Quarantined = quarantined is { } place ? new HashSet<int> { place } : [] };
        var drift = await new DocumentInspector("docs", source).FindDriftAsync(Request(migrations, applied), TestContext.Current.CancellationToken);
        return Assert.Single(drift.Parts);
    }

    private static DriftRequest Request(MigrationOperation[][] migrations, int applied)
    {
        IStoreState? state = null;
        List<StatePoint> points = [new StatePoint(null, null)];
        foreach (var (operations, i) in migrations.Select(static (operations, i) => (operations, i)))
        {
            state = operations.Aggregate(state, static (before, operation) => operation.Apply(before));
            points.Add(new StatePoint(new MigrationId("test", $"{i + 1:0000}_m"), state));
        }

        return new DriftRequest { Applied = points.Take(applied + 1).ToValueList(), Pending = points.Skip(applied + 1).ToValueList() };
    }
}
