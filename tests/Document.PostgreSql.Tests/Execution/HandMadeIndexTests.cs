using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.Tests;

namespace DocMigrate.Document.PostgreSql.Tests.Execution;

/// <summary>Unique indexes that no migration made are minded before documents change, by what they are over and their conditions.</summary>
public sealed class HandMadeIndexTests(PostgresFixture postgres)
{
    private static readonly string[] s_documents =
    [
        """{"_id":1,"code":"X","n":1}""", """{"_id":2,"code":"Y","n":2}""", """{"_id":3,"code":"x","n":3}""", """{"_id":4,"code":" X","n":4}""", """{"_id":5,"code":"y","n":1}""",
        """{"_id":6,"n":9}""", """{"_id":7,"code":null,"n":9}""",
    ];

    /// <summary>An index, and the ids of the documents that collide under it when all codes are in lower case; none when they don't.</summary>
    public static TheoryData<string, string> Indexes { get; } = new()
    {
        { "((document ->> 'code'))", "1, 3, 4; 2, 5" },
        { "((document ->> 'code') COLLATE \"C\" text_pattern_ops DESC, \"te\"\"nant\")", "1, 3" },
        { "((document -> 'code'), (document -> 'n'))", "" },
        { "(md5(document ->> 'code')) INCLUDE (seq) WHERE (document ->> 'n')::int > 2", "3, 4" },
        { "((document ->> 'code')) WHERE \"te\"\"nant\" = 'T'", "" },
        { "(seq)", "" },
    };

    [Theory]
    [MemberData(nameof(Indexes))]
    public async Task Says_what_collides_under_it_when_documents_are_changed(string index, string colliding)
    {
        foreach (var build in new Action<DocumentsBuilder>[] { Map, Lower })
        {
            await using var store = await JsonbStore.OpenAsync(postgres);
            await store.FillAsync("docs", s_documents);
            await store.ExecuteAsync("ALTER TABLE docs ADD COLUMN \"te\"\"nant\" text DEFAULT 't'");
            await store.ExecuteAsync("UPDATE docs SET \"te\"\"nant\" = 'T' WHERE _id = '4'");
            await store.ExecuteAsync("UPDATE docs SET \"te\"\"nant\" = 'u' WHERE _id = '5'");
            await store.ExecuteAsync($"CREATE UNIQUE INDEX \"by ( hand\" ON docs {index}");

            var error = await Record.ExceptionAsync(() => store.ApplyAsync(Operations(build)));

            if (colliding.Length > 0)
            {
                Assert.Equal("DM6650", Assert.IsType<DataException>(error).Code.Value);
                Assert.Contains($"'by ( hand' is unique: _id {colliding}.", error.Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Null(error);
            }
        }
    }

    [Fact]
    public async Task Nulls_collide_where_the_index_says_so()
    {
        await using var store = await JsonbStore.OpenAsync(postgres);
        await store.FillAsync("docs", ["""{"_id":1,"code":"X"}""", """{"_id":2}"""]);
        if ((await store.QueryAsync("SHOW server_version_num", static row => int.Parse(row.GetString(0), System.Globalization.CultureInfo.InvariantCulture)))[0] < 150_000)
        {
            Assert.Skip("NULLS NOT DISTINCT is of PostgreSQL 15.");
        }

        await store.ExecuteAsync("CREATE UNIQUE INDEX codes ON docs ((document ->> 'code')) NULLS NOT DISTINCT");

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.Remove("code"))));

        Assert.Contains("'codes' is unique: _id 1, 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_whose_name_was_cut_off_is_known_by_what_is_left()
    {
        var name = "ix_" + new string('n', 100);
        await using var store = await JsonbStore.OpenAsync(postgres);
        await store.FillAsync("docs", ["""{"_id":1,"code":"X"}""", """{"_id":2}"""]);
        await store.ApplyAsync(Operations(c => c.CreateIndex(["code"], unique: true, name: name)));

        await store.ApplyAsync(Operations(c => c.DropIndex(name).Set("code", static d => d.Value("x"))));

        Assert.Equal(2, (await store.DocumentsAsync("docs")).Count(static document => (string?)document["code"] == "x"));
    }

    private static MigrationOperation[] Operations(Action<DocumentsBuilder> build)
    {
        var migration = new MigrationBuilder(new MigrationId("test", "0001_m"));
        migration.Documents("docs", "docs", build);
        return [.. migration.ToDefinition().OperationsOn("docs")];
    }

    private static void Map(DocumentsBuilder c) => c.MapValues("code", [("X", "x"), (" X", "x"), ("Y", "y")], onError: OnError.Keep);

    private static void Lower(DocumentsBuilder c) => c.Transform("lower", static document =>
    {
        if ((string?)document["code"] is { } text)
        {
            document.Property("code", StringComparison.Ordinal)!.Value = text.Trim().ToLowerInvariant();
        }

        return document;
    });
}
