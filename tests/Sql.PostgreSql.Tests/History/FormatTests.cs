using DocMigrate.Backends;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;

namespace DocMigrate.Sql.PostgreSql.Tests.History;

/// <summary>Tables of a newer version, under other names, and in other schemas.</summary>
public sealed class FormatTests(PostgresFixture postgres) : PostgresSuite(postgres)
{
    [Fact]
    public async Task A_history_of_a_newer_version_is_left_alone()
    {
        var database = Open();
        await WriteAsync(database, "h");
        await database.ExecuteAsync("UPDATE _docmigrate_meta SET value = '99' WHERE key = 'format'", Token);

        Assert.Equal("DM6012", (await Assert.ThrowsAsync<HistoryException>(() => database.Ledger.ReadAsync(Token))).Code.Value);
        Assert.Equal("DM6012", (await Assert.ThrowsAsync<HistoryException>(() => WriteAsync(Open(), "i"))).Code.Value);
    }

    [Fact]
    public async Task Projects_with_other_prefixes_or_schemas_do_not_see_each_other_s_history()
    {
        TableNaming[] namings = [TableNaming.Default, new() { Prefix = "_Theirs_" }, new() { Schema = "ops" }, new() { Schema = "Odd \"one\"" }];
        foreach (var (naming, number) in namings.Select(static (naming, number) => (naming, number)))
        {
            Assert.Null(await Open(tables: naming).Ledger.ReadIdentityAsync(Token));
            await WriteAsync(Open(tables: naming), $"h{number}");
        }

        foreach (var (naming, number) in namings.Select(static (naming, number) => (naming, number)))
        {
            Assert.Equal($"h{number}", (await Open(tables: naming).Ledger.ReadIdentityAsync(Token))!.Id);
        }

        Assert.Equal(
            "Odd \"one\" ops public",
            await Open().ScalarAsync("SELECT string_agg(DISTINCT table_schema, ' ' ORDER BY table_schema) FROM information_schema.tables WHERE table_name LIKE '%\\_meta'", Token));
    }

    [Fact]
    public async Task Tables_that_were_rolled_back_are_made_again()
    {
        var database = Open();
        await database.BeginAsync(Token);
        await WriteAsync(database, "a");
        await database.RollbackAsync(Token);
        Assert.True(await database.IsEmptyAsync(Token));

        await WriteAsync(database, "b");

        Assert.Equal("b", (await database.Ledger.ReadIdentityAsync(Token))!.Id);
    }

    [Fact]
    public async Task Many_who_write_first_at_the_same_time_make_the_tables_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Open()).Select(database => WriteAsync(database, "h")));

        Assert.Equal("h", (await Open().Ledger.ReadIdentityAsync(Token))!.Id);
    }

    [Fact]
    public async Task The_page_on_the_tables_names_their_types()
    {
        await WriteAsync(Open(), "h");

        Assert.Equal(
            "bigint text",
            await Open().ScalarAsync("SELECT string_agg(DISTINCT data_type, ' ' ORDER BY data_type) FROM information_schema.columns WHERE table_name LIKE '\\_docmigrate\\_%'", Token));
        Assert.Equal(
            "id id position",
            await Open().ScalarAsync("SELECT string_agg(column_name, ' ' ORDER BY column_name) FROM information_schema.columns WHERE is_identity = 'YES'", Token));
    }

    private static Task WriteAsync(PostgresDatabase database, string id) =>
        database.Ledger.WriteIdentityAsync(new HistoryIdentity(id, [new KnownStore("main", "m")]), Token);
}
