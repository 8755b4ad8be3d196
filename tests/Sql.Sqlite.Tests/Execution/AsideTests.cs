using DocMigrate.Running;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Execution;

/// <summary>Nothing with data in it is dropped, in either direction.</summary>
public sealed class AsideTests
{
    private const string Kept = "SELECT subject FROM _docmigrate_aside";

    [Fact]
    public async Task Rows_written_to_a_table_come_back_when_its_migration_is_applied_again()
    {
        await using var store = new TableStore();
        var definition = await CreatePeopleAsync(store);
        await store.SqlAsync("INSERT INTO people (id, name) VALUES (5, 'Ada')");

        await store.RevertAsync();
        Assert.Equal(["people"], await store.RowsAsync(Kept));
        await store.ApplyAsync(definition);

        Assert.Equal(["5 | Ada"], await store.RowsAsync("SELECT * FROM people"));
        Assert.Empty(await store.RowsAsync(Kept));
    }

    [Fact]
    public async Task An_empty_table_leaves_nothing_behind_when_its_migration_is_undone()
    {
        await using var store = new TableStore();
        await CreatePeopleAsync(store);

        await store.RevertAsync();

        Assert.Empty(await store.RowsAsync("SELECT name FROM sqlite_schema"));
    }

    [Fact]
    public async Task Rows_that_no_longer_fit_stay_aside_and_are_reported()
    {
        await using var store = new TableStore();
        await CreatePeopleAsync(store);
        await store.SqlAsync("INSERT INTO people (id, name) VALUES (5, 'Ada')");
        var id = (await store.RevertAsync()).Id;

        await store.ApplyAsync(new MigrationBuilder(id).Sql("main", sql => sql
            .CreateTable("people", t => t.Column("id", c => c.Int64().Key()).Column("born", c => c.Date().NotNull()))).ToDefinition());

        Assert.Empty(await store.RowsAsync("SELECT * FROM people"));
        Assert.Equal(["5 | Ada"], await store.RowsAsync("SELECT * FROM _docmigrate_aside_1"));
        Assert.Contains("_docmigrate_aside_1", Assert.Single(store.Observer.Events.OfType<WarningEvent>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_an_added_column_come_back_for_the_rows_that_are_still_there()
    {
        await using var store = new TableStore();
        await CreatePeopleAsync(store);
        await store.SqlAsync("INSERT INTO people (id, name) VALUES (1, 'Ada'), (2, 'Grace')");
        await store.ApplyAsync(sql => sql.AddColumn("people", "city", c => c.Text().NotNull().Default("?")));
        await store.SqlAsync("UPDATE people SET city = 'London' WHERE id = 1; UPDATE people SET city = 'New York' WHERE id = 2");

        var definition = await store.RevertAsync();
        await store.SqlAsync("DELETE FROM people WHERE id = 2; INSERT INTO people (id, name) VALUES (3, 'Edsger')");
        await store.ApplyAsync(definition);

        Assert.Equal(["1 | London", "3 | ?"], await store.RowsAsync("SELECT id, city FROM people"));
    }

    [Fact]
    public async Task A_row_written_after_a_column_was_dropped_gets_its_default_on_the_way_back()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        await store.ApplyAsync(sql => sql.DropColumn("orders", "extra"));
        await store.SqlAsync("INSERT INTO orders (customer_id, total, state) VALUES (1, '1.0', 'new')");

        await store.RevertAsync();

        Assert.Equal(["10 | r1.5", "11 | r1.5", "13 | r1.5"], await store.RowsAsync("SELECT id, extra FROM orders"));
    }

    [Fact]
    public async Task A_required_column_without_default_does_not_come_back_silently_for_rows_written_meanwhile()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        await store.ApplyAsync(sql => sql.DropColumn("customers", "name"));
        await store.SqlAsync("INSERT INTO customers (id) VALUES (50)");
        var before = await store.SnapshotAsync();

        var error = await Assert.ThrowsAsync<Errors.DataException>(store.RevertAsync);

        Assert.Equal("DM6019", error.Code.Value);
        Assert.Contains("customers", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await store.SnapshotAsync());
    }

    [Fact]
    public async Task Kept_rows_are_no_obstacle_to_an_application_that_deletes_what_they_referred_to()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        await store.ApplyAsync(sql => sql
            .RunSql("DROP VIEW big_orders; DROP TRIGGER customers_gone", "")
            .DropTable("orders"));

        await store.SqlAsync("DELETE FROM customers WHERE id = 1");

        Assert.Equal(["2"], await store.RowsAsync("SELECT count(*) FROM _docmigrate_aside_1"));
    }

    [Fact]
    public async Task A_sequence_never_gives_a_number_twice_after_the_way_back()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        await store.ApplyAsync(sql => sql.AddColumn("orders", "priority", c => c.Int32().NotNull().Fill(3)));
        await store.RevertAsync();

        await store.SqlAsync("INSERT INTO orders (customer_id, total, state) VALUES (1, '1.0', 'new')");

        Assert.Equal(["13"], await store.RowsAsync("SELECT max(id) FROM orders"));
    }

    private static async Task<MigrationDefinition> CreatePeopleAsync(TableStore store)
    {
        var definition = new MigrationBuilder(new MigrationId("shop", "0001_people"))
            .Sql("main", sql => sql.CreateTable("people", t => t.Column("id", c => c.Int64().Key()).Column("name", c => c.Text()))).ToDefinition();
        await store.ApplyAsync(definition);
        return definition;
    }
}
