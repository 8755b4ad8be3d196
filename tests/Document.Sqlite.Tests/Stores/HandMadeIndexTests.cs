using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Errors;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Tests.Stores;

/// <summary>Unique indexes that no migration made are minded before documents change, by what they are over, their conditions and collations.</summary>
public sealed class HandMadeIndexTests : IDisposable
{
    private const string Attached = """, "collections": { "orders": { "table": "Orders", "key": "Id", "document": "Details" } }""";
    private const string Table = """CREATE TABLE "Orders" ("Id" TEXT PRIMARY KEY, tenant TEXT, "De""tail" TEXT, "Details" TEXT);""";

    private readonly TemporaryProject _project = new(Attached);

    /// <summary>An index, and the keys of the documents that collide under it when all codes are in lower case; none when they don't.</summary>
    public static TheoryData<string, string> Indexes { get; } = new()
    {
        { """("Details" ->> '$.code')""", "a, c, d; b, e" },
        { """(json_extract("Details", '$.code') DESC) -- the ( code""", "a, c, d; b, e" },
        { """("Details" ->> '$.code' COLLATE BINARY, "Details" ->> '$.n')""", "" },
        { """(tenant, "Details" ->> '$.code')""", "a, c" },
        { """(tenant COLLATE NOCASE, "Details" ->> '$.code' ASC)""", "a, c, d" },
        { """("Details" ->> '$.code') WHERE "Details" ->> '$.n' > 2""", "c, d" },
        { """("Details" ->> '$.code') WHERE tenant = 'T'""", "" },
        { """("De""tail")""", "" },
    };

    public void Dispose() => _project.Dispose();

    [Theory]
    [MemberData(nameof(Indexes))]
    public async Task Says_what_collides_under_it_when_documents_are_changed(string index, string colliding)
    {
        foreach (var code in new[] { false, true })
        {
            using var project = new TemporaryProject(Attached);
            project.Execute(
                $$"""
                {{Table}}
                CREATE UNIQUE INDEX "by ( hand" ON "Orders" {{index}};
                """);
            string[] rows = ["'a', 't', '{\"code\":\"X\",\"n\":1}'", "'b', 't', '{\"code\":\"Y\",\"n\":2}'", "'c', 't', '{\"code\":\"x\",\"n\":3}'", "'d', 'T', '{\"code\":\" X\",\"n\":4}'",
                "'e', 'u', '{\"code\":\"y\",\"n\":1}'", "'f', 'u', NULL", "'g', 'u', '{\"n\":9}'"];
            project.Execute($"INSERT INTO \"Orders\" (\"Id\", tenant, \"Details\") VALUES {string.Join(", ", rows.Select(static row => $"({row})"))}");
            project.Define("0001_lower", migration => migration.Documents("docs", "orders", c => Lower(c, code)));
            var before = project.Rows("SELECT \"Details\" FROM \"Orders\" WHERE \"Details\" IS NOT NULL ORDER BY 1");

            var error = await Record.ExceptionAsync(() => project.MigrateAsync());

            if (colliding.Length > 0)
            {
                Assert.Equal("DM6650", Assert.IsType<DataException>(error).Code.Value);
                Assert.Contains($"'by ( hand' is unique: _id {colliding}.", error.Message, StringComparison.Ordinal);
                Assert.Equal(before, project.Rows("SELECT \"Details\" FROM \"Orders\" WHERE \"Details\" IS NOT NULL ORDER BY 1"));
            }
            else
            {
                Assert.Null(error);
                Assert.Equal(["3"], project.Rows("SELECT count(*) FROM \"Orders\" WHERE \"Details\" ->> '$.code' = 'x'"));
            }
        }
    }

    [Fact]
    public async Task A_document_that_SQLite_cannot_read_is_not_looked_at()
    {
        _project.Execute($$"""{{Table}} INSERT INTO "Orders" ("Id", "Details") VALUES ('a', '{"code":"x"'), ('b', '{"code":"X"}'), ('c', '{"code":"x"}')""");
        _project.Define("0001_unique", static migration => migration.Documents("docs", "orders", static c => c.Rename("code", "key").CreateIndex(["code"], unique: true)));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => _project.MigrateAsync());

        // The index can't be made over it; that is the index's to say.
        Assert.IsNotType<SqliteException>(error);
        Assert.DoesNotContain("DM6650", error.Message, StringComparison.Ordinal);
    }

    private static void Lower(DocumentsBuilder c, bool code)
    {
        if (code)
        {
            c.Transform("lower", static document =>
            {
                if ((string?)document["code"] is { } text)
                {
                    document.Property("code", StringComparison.Ordinal)!.Value = text.Trim().ToLowerInvariant();
                }

                return document;
            });
        }
        else
        {
            c.MapValues("code", [("X", "x"), (" X", "x"), ("Y", "y")], onError: OnError.Keep);
        }
    }
}
