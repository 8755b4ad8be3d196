using DocMigrate.Sql.Building;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Execution;

/// <summary>Every operation: applied, undone, applied again, undone again, with rows, foreign keys, an index, triggers and a view present.</summary>
public sealed class LifeCycleTests
{
    private const string Rows = """
        INSERT INTO customers (id, name, email, note) VALUES (1, 'Ada', 'ada@example.org', NULL), (2, 'Grace', 'grace@example.org', 'x'), (7, 'O''Neil', NULL, '');
        INSERT INTO orders (id, customer_id, total, state) VALUES (10, 1, '12.50', 'new'), (11, 1, '0.0', 'paid'), (12, 7, '99.99', 'new');
        DELETE FROM orders WHERE id = 12;
        INSERT INTO tags (name, weight) VALUES ('b', 1), ('a', NULL), ('c', X'00FF');
        CREATE TABLE audit (what TEXT);
        CREATE TRIGGER orders_touched AFTER UPDATE ON orders BEGIN INSERT INTO audit VALUES ('order ' || new.id); END;
        CREATE TRIGGER customers_gone AFTER DELETE ON customers BEGIN DELETE FROM orders WHERE customer_id = old.id; END;
        CREATE VIEW big_orders AS SELECT id, total FROM orders WHERE CAST(total AS REAL) > 10;
        """;

    public static TheoryData<string> Cases => [.. Operations.Keys];

    private static Dictionary<string, Action<SqlBuilder>> Operations { get; } = new()
    {
        ["createTable"] = sql => sql.CreateTable("lines", t => t
            .Column("order_id", c => c.Int64().Key().References("orders", "id")).Column("number", c => c.Int32().Key()).Column("text", c => c.Text(20).Default("it's"))
            .Index(["text"])),
        ["dropTable"] = sql => sql.DropTable("tags"),
        ["dropTable with a foreign key, a trigger and a sequence"] = sql => sql.RunSql("DROP VIEW big_orders", "CREATE VIEW big_orders AS SELECT id, total FROM orders WHERE CAST(total AS REAL) > 10")
            .RunSql("DROP TRIGGER customers_gone", "CREATE TRIGGER customers_gone AFTER DELETE ON customers BEGIN DELETE FROM orders WHERE customer_id = old.id; END")
            .DropTable("orders"),
        ["renameTable"] = sql => sql.RenameTable("customers", "clients"),
        ["renameTable with triggers and a view"] = sql => sql.RenameTable("orders", "purchases"),
        ["addColumn"] = sql => sql.AddColumn("orders", "currency", c => c.Text(3).NotNull().Default("EUR")),
        ["addColumn nullable"] = sql => sql.AddColumn("customers", "born", c => c.Date()),
        ["addColumn with a fill"] = sql => sql.AddColumn("orders", "priority", c => c.Int32().NotNull().Fill(3)),
        ["addColumn with a reference"] = sql => sql.AddColumn("tags", "customer", c => c.Int64().References("customers", "id")),
        ["addColumn in the middle"] = sql => sql.AddColumn("orders", "code", c => c.Guid(), before: "total"),
        ["dropColumn"] = sql => sql.DropColumn("customers", "note"),
        ["dropColumn that is required"] = sql => sql.DropColumn("customers", "name"),
        ["dropColumn of a table with triggers and a view"] = sql => sql.DropColumn("orders", "extra"),
        ["dropColumn that is a foreign key"] = sql => sql.RunSql("DROP TRIGGER customers_gone", "CREATE TRIGGER customers_gone AFTER DELETE ON customers BEGIN DELETE FROM orders WHERE customer_id = old.id; END")
            .DropColumn("orders", "customer_id"),
        ["dropColumn that is indexed"] = sql => sql.DropIndex("customers", "ix_customers_email").DropColumn("customers", "email"),
        ["dropColumn without an integer key"] = sql => sql.DropColumn("tags", "weight"),
        ["renameColumn"] = sql => sql.RenameColumn("customers", "email", "mail"),
        ["renameColumn that is referred to"] = sql => sql.RenameColumn("customers", "id", "number"),
        ["renameColumn in triggers and views"] = sql => sql.RenameColumn("orders", "total", "amount"),
        ["createIndex"] = sql => sql.CreateIndex("orders", ["customer_id", "state"]),
        ["createIndex unique"] = sql => sql.CreateIndex("customers", ["name"], unique: true, name: "one_name"),
        ["dropIndex"] = sql => sql.DropIndex("customers", "ix_customers_email"),
        ["runSql"] = sql => sql.RunSql("UPDATE customers SET note = 'seen' WHERE note IS NULL; CREATE TABLE x (a)", "DROP TABLE x; UPDATE customers SET note = NULL WHERE note = 'seen'"),
        ["declareTable"] = sql => sql.ExistingTable("audit", t => t.Column("what", c => c.Text())).CreateIndex("audit", ["what"]),
        ["forgetTable"] = sql => sql.ForgetTable("tags"),
        ["several on one table"] = sql => sql.RenameColumn("customers", "name", "full_name").AddColumn("customers", "name", c => c.Text().NotNull().Fill("?"))
            .DropColumn("customers", "note").RenameTable("customers", "people").AddColumn("people", "note", c => c.Int32()),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Goes_forth_and_back_and_forth_again(string name)
    {
        await using var store = await ShopAsync();
        var before = await store.SnapshotAsync();

        await store.ApplyAsync(Operations[name]);
        var after = await store.SnapshotAsync();
        var definition = await store.RevertAsync();
        Assert.Equal(before, await store.SnapshotAsync());

        await store.ApplyAsync(definition);
        Assert.Equal(after, await store.SnapshotAsync());

        await store.RevertAsync();
        Assert.Equal(before, await store.SnapshotAsync());
        Assert.Empty(await store.RowsAsync("SELECT * FROM audit"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_shown_as_a_script_and_in_detail_without_touching_the_database(string name)
    {
        await using var store = await ShopAsync();
        var before = await store.SnapshotAsync();
        var step = store.Forward(new MigrationBuilder(new MigrationId("shop", "next")).Sql("main", Operations[name]).ToDefinition()).Step;

        var detailed = await store.Backend.DetailAsync(step, TestContext.Current.CancellationToken);
        var commands = await store.Backend.CompileAsync(step, TestContext.Current.CancellationToken);

        Assert.Equal(step.Operations.Count, detailed.Operations.Count);
        Assert.NotEmpty(commands);
        Assert.Equal(before, await store.SnapshotAsync());
    }

    /// <summary>Customers and orders as migrations make them, with what people add by hand.</summary>
    internal static async Task<TableStore> ShopAsync()
    {
        var store = new TableStore();
        await store.ApplyAsync(sql => sql
            .CreateTable("customers", t => t
                .Column("id", c => c.Int64().Key())
                .Column("name", c => c.Text(100).NotNull())
                .Column("email", c => c.Text())
                .Column("note", c => c.Text())
                .Index(["email"], unique: true))
            .CreateTable("orders", t => t
                .Column("id", c => c.Int64().Key().AutoIncrement())
                .Column("customer_id", c => c.Int64().NotNull())
                .Column("total", c => c.Decimal().NotNull().Default(0))
                .Column("state", c => c.Text().NotNull())
                .Column("extra", c => c.Double().Default(1.5))
                .ForeignKey("customer_id", "customers", "id"))
            .CreateTable("tags", t => t
                .Column("name", c => c.Text().Key())
                .Column("weight", c => c.Binary())));
        await store.SqlAsync(Rows);
        return store;
    }
}
