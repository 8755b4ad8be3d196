using DocMigrate.Errors;
using DocMigrate.Sql.Building;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Execution;

public sealed class PreflightTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_duplicates_before_a_unique_index_is_made()
    {
        await using var store = await LifeCycleTests.ShopAsync();

        var error = await CheckAsync<DataException>(store, sql => sql.CreateIndex("orders", ["customer_id"], unique: true));

        Assert.Equal("DM6020", error.Code.Value);
        Assert.Contains("(1) in 2 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_rows_that_would_lack_a_value()
    {
        await using var store = await LifeCycleTests.ShopAsync();

        var error = await CheckAsync<DataException>(store, sql => sql.AddColumn("customers", "age", c => c.Int32().NotNull()));

        Assert.Equal("DM6019", error.Code.Value);
        Assert.Contains("3 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_a_table_that_no_migration_made()
    {
        await using var store = await LifeCycleTests.ShopAsync();

        var error = await CheckAsync<StoreException>(store, sql => sql.CreateTable("audit", t => t.Column("what", c => c.Text())));

        Assert.Equal("DM6015", error.Code.Value);
        Assert.Contains("ExistingTable(\"audit\"", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_what_is_declared_and_not_there()
    {
        await using var store = await LifeCycleTests.ShopAsync();

        var table = await CheckAsync<StoreException>(store, sql => sql.ExistingTable("adit", t => t.Column("what", c => c.Text())));
        var column = await CheckAsync<StoreException>(store, sql => sql.ExistingTable("audit", t => t.Column("when", c => c.Text())));

        Assert.Equal("DM6016", table.Code.Value);
        Assert.Equal("DM6016", column.Code.Value);
        Assert.Contains("'when'", column.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judges_nothing_that_an_earlier_operation_may_have_changed()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        var step = store.Forward(Definition(sql => sql
            .RunSql("DELETE FROM orders; DROP TABLE audit")
            .CreateTable("audit", t => t.Column("what", c => c.Text()))
            .CreateIndex("orders", ["customer_id"], unique: true))).Step;

        await store.Backend.PreflightAsync([step], store.Observer, Token);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_empty_and_stays_so()
    {
        await using var store = new TableStore();
        var step = store.Forward(Definition(sql => sql.CreateTable("a", t => t.Column("b", c => c.Text())).CreateIndex("a", ["b"]))).Step;

        await store.Backend.PreflightAsync([step], store.Observer, Token);
        await store.Backend.DetailAsync(step, Token);
        await store.Backend.CompileAsync(step, Token);

        Assert.False(await store.Backend.Database.ExistsAsync(Token));
        Assert.False(File.Exists(store.Path));
    }

    private static MigrationDefinition Definition(Action<SqlBuilder> build) =>
        new MigrationBuilder(new MigrationId("shop", "next")).Sql("main", build).ToDefinition();

    private static Task<TError> CheckAsync<TError>(TableStore store, Action<SqlBuilder> build)
        where TError : MigrationException =>
        Assert.ThrowsAsync<TError>(() => store.Backend.PreflightAsync([store.Forward(Definition(build)).Step], store.Observer, Token));
}
