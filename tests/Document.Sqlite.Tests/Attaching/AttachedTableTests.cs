using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Errors;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Tests.Attaching;

/// <summary>Which tables a collection can be attached to, and what is done to them.</summary>
public sealed class AttachedTableTests : IDisposable
{
    private const string Attached = """, "collections": { "orders": { "table": "Orders", "key": "Id", "document": "Details" } }""";

    private readonly TemporaryProject _project = new(Attached);

    public static TheoryData<string, string, string> Unfit { get; } = new()
    {
        { "CREATE TABLE \"Orders\" (\"Id\" INTEGER NOT NULL, \"Line\" INTEGER NOT NULL, \"Details\" TEXT, PRIMARY KEY (\"Id\", \"Line\"))", "DM6027", "Id, Line" },
        { "CREATE TABLE \"Orders\" (\"Id\" INTEGER, \"Details\" TEXT)", "DM6027", "unique" },
        { "CREATE TABLE \"Orders\" (\"Id\" TEXT PRIMARY KEY, \"Details\" TEXT); INSERT INTO \"Orders\" VALUES (NULL, '{}')", "DM6027", "NULL" },
        { "CREATE TABLE \"Orders\" (\"Id\" TEXT GENERATED ALWAYS AS (\"Details\" ->> '$.id'), \"Details\" TEXT); CREATE UNIQUE INDEX u ON \"Orders\" (\"Id\")", "DM6027", "computed" },
        { "CREATE TABLE \"Orders\" (\"Id\" TEXT, \"Details\" TEXT); CREATE UNIQUE INDEX u ON \"Orders\" (\"Id\") WHERE \"Id\" > 'a'", "DM6027", "unique" },
        { "CREATE TABLE \"Orders\" (\"Id\" INTEGER PRIMARY KEY, \"Details\" INTEGER)", "DM6026", "INTEGER" },
        { "CREATE TABLE \"Orders\" (\"Id\" INTEGER PRIMARY KEY, \"Details\" TEXT); INSERT INTO \"Orders\" VALUES (1, '[{}]')", "DM6026", "arrays" },
        { "CREATE TABLE \"Orders\" (\"Id\" INTEGER PRIMARY KEY, \"Details\" BLOB); INSERT INTO \"Orders\" VALUES (1, CAST('{\"a\":1}' AS BLOB))", "DM6026", "JSONB" },
        { "CREATE TABLE o (\"Id\" INTEGER PRIMARY KEY, \"Details\" TEXT); CREATE VIEW \"Orders\" AS SELECT * FROM o", "DM6101", "view" },
        { "CREATE TABLE \"Others\" (\"Id\" INTEGER PRIMARY KEY, \"Details\" TEXT)", "DM6024", "Others" },
        { "CREATE TABLE \"Orders\" (\"Id\" INTEGER PRIMARY KEY, \"Detail\" TEXT)", "DM6025", "Detail" },
    };

    public void Dispose() => _project.Dispose();

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task Refuses_a_table_that_is_of_no_use_and_says_what_is_there(string table, string code, string named)
    {
        _project.Execute(table);
        Define(static c => c.Create().Rename("a", "b"));

        var error = await Assert.ThrowsAsync<StoreException>(() => _project.MigrateAsync());

        Assert.Equal(code, error.Code.Value);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("'orders'", error.Message + error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INTEGER PRIMARY KEY", "", "1", "2", "3")]
    [InlineData("TEXT PRIMARY KEY", "", "'b'", "'a'", "''")]
    [InlineData("TEXT NOT NULL PRIMARY KEY", "WITHOUT ROWID", "'10'", "'9'", "'x''\"y'")]
    [InlineData("BLOB PRIMARY KEY", "", "x'0102'", "x'00'", "x'ff00'")]
    [InlineData("REAL PRIMARY KEY", "", "1.5", "-2.25", "1e300")]
    [InlineData("TEXT COLLATE NOCASE PRIMARY KEY", "", "'B'", "'a'", "'c'")]
    [InlineData("PRIMARY KEY", "", "1", "'1'", "x'31'")]
    public async Task Goes_forth_and_back_by_whatever_key_there_is(string key, string options, string first, string second, string third)
    {
        _project.Execute(
            $$$"""
            CREATE TABLE "Orders" ("other" TEXT DEFAULT 'x', "Id" {{{key}}}, "Details" TEXT) {{{options}}};
            INSERT INTO "Orders" ("Id", "Details") VALUES
              ({{{first}}}, '{ "n": "7.50", "gone": 1, "a": [ 1.5 ] }'), ({{{second}}}, '{"n":"7.5","a":{"n":1}}'), ({{{third}}}, '{ "m": 1 }')
            """);
        var before = Rows();
        Define(static c => c.Convert("n", FieldType.Double, from: FieldType.String).Remove("gone").Rename("a", "b"));
        _project.Define("0002_code", static migration => migration.Documents("docs", "orders", static c => c
            .Transform("mark", static document => { document["seen"] = true; return document; }, static document => { document.Remove("seen"); return document; })));

        await _project.MigrateAsync("0001");
        Assert.Equal(["""{ "m": 1 }""", """{"n":7.5,"b":[1.5]}""", """{"n":7.5,"b":{"n":1}}"""], _project.Rows("SELECT \"Details\" FROM \"Orders\" ORDER BY 1"));
        await _project.MigrateAsync();
        Assert.Equal(["3"], _project.Rows("SELECT count(*) FROM \"Orders\" WHERE \"Details\" ->> '$.seen'"));
        await _project.MigrateAsync("zero");

        Assert.Equal(before, Rows());
        Assert.Equal(["0"], _project.Rows("SELECT count(*) FROM _docmigrate_shadow"));
    }

    [Fact]
    public async Task Jsonb_stays_jsonb_and_takes_the_quick_way()
    {
        _project.Execute("""CREATE TABLE "Orders" ("Id" INTEGER PRIMARY KEY, "Details" BLOB); INSERT INTO "Orders" VALUES (5, jsonb('{"a":1.50}')), (6, NULL), (-7, jsonb('{"a":2}'))""");
        Define(static c => c.Rename("a", "b"));

        await _project.MigrateAsync();

        Assert.Equal(["blob {\"b\":2}", "blob {\"b\":1.50}"], _project.Rows("""SELECT typeof("Details") || ' ' || json("Details") FROM "Orders" WHERE "Details" IS NOT NULL ORDER BY "Id" """));
    }

    [Fact]
    public async Task What_is_no_document_stays_as_it_is_and_is_quarantined_where_it_can_not_be_read()
    {
        _project.Execute("""CREATE TABLE "Orders" ("Id" INTEGER PRIMARY KEY, "Details" TEXT); INSERT INTO "Orders" VALUES (1, '{"a":1}'), (2, '{"a":'), (3, '[1]'), (4, ''), (5, '{a:1}'), (6, '{"a":6}')""");
        Define(static c => c.Rename("a", "b"));

        await _project.MigrateAsync();

        Assert.Equal(["""{"b":1}""", """{"a":""", "[1]", "", "{a:1}", """{"b":6}"""], _project.Rows("SELECT \"Details\" FROM \"Orders\" ORDER BY \"Id\""));
        Assert.Equal(["2", "4", "5"], _project.Rows("SELECT document FROM _docmigrate_quarantine ORDER BY document"));
        await _project.MigrateAsync("zero");
        Assert.Equal(["""{"a":1}""", """{"a":""", "[1]", "", "{a:1}", """{"a":6}"""], _project.Rows("SELECT \"Details\" FROM \"Orders\" ORDER BY \"Id\""));
        Assert.Empty(_project.Rows("SELECT document FROM _docmigrate_quarantine"));
    }

    [Fact]
    public async Task Create_and_drop_leave_the_table_alone_and_indexes_are_made()
    {
        _project.Execute("""CREATE TABLE "Orders" ("Id" INTEGER PRIMARY KEY, "Details" TEXT); INSERT INTO "Orders" VALUES (1, '{"sku":"a"}'), (2, NULL)""");
        Define(static c => c.Create().CreateIndex(["sku"], unique: true));
        _project.Define("0002_drop", static migration => migration.Documents("docs", "orders", static c => c.Drop()));

        await _project.MigrateAsync("0001");
        Assert.Equal(["orders 1"], await CountsAsync());
        Assert.Contains("ix_orders_sku", _project.Rows("""EXPLAIN QUERY PLAN SELECT 1 FROM "Orders" WHERE "Details" ->> '$."sku"' = 'a'""").Concat(_project.Rows("SELECT name FROM sqlite_schema WHERE type = 'index'")));
        Assert.Throws<SqliteException>(() => _project.Execute("""INSERT INTO "Orders" VALUES (3, '{"sku":"a"}')"""));
        await _project.MigrateAsync();
        Assert.Equal(["2"], _project.Rows("SELECT count(*) FROM \"Orders\""));
        await _project.MigrateAsync("zero");

        Assert.Equal(["2"], _project.Rows("SELECT count(*) FROM \"Orders\""));
        Assert.DoesNotContain("ix_orders_sku", _project.Rows("SELECT name FROM sqlite_schema"));
    }

    [Fact]
    public async Task A_table_that_a_migration_of_the_same_run_makes_can_be_attached_to()
    {
        _project.Define("0001_table", static migration => migration.Sql("main", static sql => sql
            .CreateTable("Orders", static t => t.Column("Id", static c => c.Int64().Key()).Column("Details", static c => c.Text()))
            .RunSql("""INSERT INTO "Orders" VALUES (1, '{"a":1}')""", "DELETE FROM \"Orders\"")));
        _project.Define("0002_rename", static migration => migration.Documents("docs", "orders", static c => c.Create().Rename("a", "b")));

        await _project.MigrateAsync();

        Assert.Equal(["""{"b":1}"""], _project.Rows("SELECT \"Details\" FROM \"Orders\""));
        await _project.MigrateAsync("zero");
    }

    [Fact]
    public async Task Triggers_fire_once_for_each_document_that_changes()
    {
        _project.Execute(
            """
            CREATE TABLE "Orders" ("Id" INTEGER PRIMARY KEY, "Details" TEXT, version INTEGER DEFAULT 0);
            INSERT INTO "Orders" ("Id", "Details") VALUES (1, '{"a":1}'), (2, '{"b":1}'), (3, NULL);
            CREATE TRIGGER counts AFTER UPDATE OF "Details" ON "Orders" BEGIN UPDATE "Orders" SET version = version + 1 WHERE "Id" = new."Id"; END
            """);
        Define(static c => c.Rename("a", "b"));

        await _project.MigrateAsync();

        Assert.Equal(["1", "0", "0"], _project.Rows("SELECT version FROM \"Orders\" ORDER BY \"Id\""));
    }

    [Fact]
    public async Task Refuses_to_rename_and_to_stamp_and_writes_nothing()
    {
        _project.Execute("""CREATE TABLE "Orders" ("Id" INTEGER PRIMARY KEY, "Details" TEXT); INSERT INTO "Orders" VALUES (1, '{"a":1}')""");
        Define(static c => c.Rename("a", "b"));
        _project.Define("0002_name", static migration => migration.Documents("docs", "orders", static c => c.RenameCollection("sales")));
        Assert.Equal("DM6641", (await Assert.ThrowsAsync<StoreException>(() => _project.MigrateAsync())).Code.Value);
        _project.Redefine("0002_name", static migration => migration.Documents("docs", "orders", static c => c.Versioned()));
        Assert.Equal("DM6642", (await Assert.ThrowsAsync<StoreException>(() => _project.MigrateAsync())).Code.Value);

        Assert.Equal(["""{"a":1}"""], _project.Rows("SELECT \"Details\" FROM \"Orders\""));
    }

    [Fact]
    public async Task Stamps_where_the_configuration_says_so()
    {
        using var project = new TemporaryProject(Attached.Replace("\"Details\"", "\"Details\", \"stamps\": true", StringComparison.Ordinal));
        project.Execute("""CREATE TABLE "Orders" ("Id" INTEGER PRIMARY KEY, "Details" TEXT); INSERT INTO "Orders" VALUES (1, '{"a":1}')""");
        project.Define("0001_version", static migration => migration.Documents("docs", "orders", static c => c.Create().Versioned().Rename("a", "b")));

        await project.MigrateAsync();

        Assert.Equal(["1"], project.Rows("SELECT count(*) FROM \"Orders\" WHERE \"Details\" ->> '$._v' IS NOT NULL"));
    }

    [Theory]
    [InlineData("""{ "key": "Id" }""", "\"document\"")]
    [InlineData("""{ "key": "Id", "document": "Details", "colunm": "x" }""", "'colunm'")]
    [InlineData("""{ "key": "Id", "document": "Details", "schema": "app" }""", "\"schema\"")]
    [InlineData("""{ "key": "Id", "document": "Details", "stamps": "yes" }""", "\"stamps\"")]
    public void Refuses_settings_that_do_not_say_where_the_documents_are(string collection, string named)
    {
        using var project = new TemporaryProject($$""", "collections": { "a:b": {{collection}} }""");

        var error = Assert.Throws<ConfigurationException>(() => project.Open());

        Assert.Equal("DM6640", error.Code.Value);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private void Define(Action<DocumentsBuilder> build) => _project.Define("0001_change", migration => migration.Documents("docs", "orders", build));

    // The blanks of what was changed and changed back are not kept, and the place of a touched key is not promised.
    private List<string> Rows() => _project.Rows(
        """
        SELECT quote("Id") || other || (SELECT group_concat(key || json_quote(value), ',') FROM (SELECT * FROM json_each("Details") ORDER BY key)) FROM "Orders" ORDER BY 1
        """);

    private async Task<List<string>> CountsAsync()
    {
        await using var migrator = _project.Open();
        var report = await migrator.Inspector.InspectAsync(new Engine.Inspection.InspectOptions { Store = "docs" }, null, TestContext.Current.CancellationToken);
        return [.. report.Stores[0].Parts.Select(static part => $"{part.Name} {part.Report.GetProperty("documents").GetInt64()}")];
    }
}
