using DocMigrate.Errors;
using DocMigrate.Sql.Building;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Execution;

/// <summary>Tables that no migration made, with all that DocMigrate's own state does not know.</summary>
public sealed class RebuildTests
{
    public static TheoryData<string> Tables =>
    [
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE UNIQUE, b INT CHECK (b > 0), c AS (b * 2) STORED, d TEXT DEFAULT (1 + 1))",
        "CREATE TABLE [t]([id] INTEGER NOT NULL, /* , ( */ [a] NVARCHAR(10), -- the a's, (all)\n `b` NUMERIC(10,2) DEFAULT -1, 'd' TEXT, CONSTRAINT \"pk t\" PRIMARY KEY (id))",
        "CREATE TABLE t (id INT NOT NULL, a TEXT, b INT, d ANY, PRIMARY KEY (a, id DESC)) STRICT, WITHOUT ROWID",
        "CREATE TABLE \"t\" (id TEXT, a TEXT REFERENCES t (a), b INT, d BLOB, CHECK (length(id) > 0), UNIQUE (a) ON CONFLICT IGNORE, FOREIGN KEY (d) REFERENCES other(a) DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TABLE IF NOT EXISTS main.t (id, a, b, d)",
    ];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Everything_in_a_table_survives_a_rebuild_and_the_way_back(string create)
    {
        await using var store = new TableStore();
        await store.SqlAsync($"""
            CREATE TABLE other (a PRIMARY KEY);
            {create};
            INSERT INTO t (id, a, b, d) VALUES (3, 'x', 1, NULL), (1, 'y', 2, NULL);
            CREATE INDEX partial ON t (b DESC) WHERE b > 1;
            CREATE INDEX computed ON t (b + 1);
            CREATE VIEW v AS SELECT id, b FROM t;
            CREATE TRIGGER own AFTER INSERT ON t BEGIN UPDATE t SET b = 5 WHERE id = new.id; END;
            CREATE TRIGGER foreign_one AFTER INSERT ON other BEGIN UPDATE t SET b = 6; END;
            """);
        await store.ApplyAsync(sql => sql.ExistingTable("t", t => t
            .Column("id", c => c.Int64()).Column("a", c => c.Text()).Column("b", c => c.Int32()).Column("d", c => c.Text())));
        var before = await store.SnapshotAsync();

        await store.ApplyAsync(sql => sql
            .AddColumn("t", "filled", c => c.Text().NotNull().Fill("f"))
            .AddColumn("t", "middle", c => c.Int32().NotNull().Fill(1), before: "b")
            .DropColumn("t", "d"));

        Assert.Equal(["3 | x | 1 | 1 | f", "1 | y | 1 | 2 | f"], await store.RowsAsync("SELECT id, a, middle, b, filled FROM t ORDER BY b"));
        await store.RevertAsync();
        Assert.Equal(before, await store.SnapshotAsync());
    }

    [Fact]
    public async Task The_checks_and_collations_of_a_rebuilt_table_still_work()
    {
        await using var store = new TableStore();
        await store.SqlAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE UNIQUE, b INT CHECK (b > 0)) STRICT; INSERT INTO t VALUES (1, 'x', 1)");

        await store.ApplyAsync(sql => sql.ExistingTable("t", t => t.Column("id", c => c.Int64().Key())).AddColumn("t", "n", c => c.Int32().NotNull().Fill(0)));

        await Assert.ThrowsAnyAsync<Exception>(() => store.SqlAsync("INSERT INTO t VALUES (2, 'X', 1, 0)"));
        await Assert.ThrowsAnyAsync<Exception>(() => store.SqlAsync("INSERT INTO t VALUES (2, 'z', 0, 0)"));
        await Assert.ThrowsAnyAsync<Exception>(() => store.SqlAsync("INSERT INTO t VALUES (2, 'z', 1, 'text')"));
        await store.SqlAsync("INSERT INTO t VALUES (2, 'z', 1, 0)");
    }

    [Theory]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, CHECK (a <> b))", "CHECK (a <> b)")]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT AS (a || 'x'))", "b TEXT AS (a || 'x')")]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, UNIQUE (b, a))", "UNIQUE (b, a)")]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE INDEX by_hand ON t (lower(a))", "index 'by_hand'")]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE VIEW v AS SELECT a FROM t", "view v")]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET a = 1; END", "t")]
    [InlineData("CREATE TABLE t (id INTEGER, a TEXT PRIMARY KEY)", "primary key")]
    public async Task Refuses_to_drop_a_column_that_something_uses_and_says_what(string create, string what)
    {
        await using var store = new TableStore();
        await store.SqlAsync(create);
        await store.ApplyAsync(sql => sql.ExistingTable("t", t => t.Column("id", c => c.Int64()).Column("a", c => c.Text())));
        var before = await store.SnapshotAsync();

        var error = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(sql => sql.DropColumn("t", "a")));

        Assert.Contains(error.Code.Value, (string[])["DM6017", "DM6011"]);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await store.SnapshotAsync());
    }

    [Fact]
    public async Task Refuses_to_drop_a_table_that_a_view_needs()
    {
        await using var store = await LifeCycleTests.ShopAsync();

        var error = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(sql => sql.DropTable("orders")));

        Assert.Equal("DM6017", error.Code.Value);
        Assert.Contains("view 'big_orders'", error.Message, StringComparison.Ordinal);
        Assert.Contains("the delete triggers of 'customers'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_to_drop_a_table_that_rows_of_an_unmanaged_table_refer_to()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        await store.SqlAsync("CREATE TABLE stickers (tag TEXT REFERENCES tags (name)); INSERT INTO stickers VALUES ('a')");

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(sql => sql.DropTable("tags")));

        Assert.Equal("DM6018", error.Code.Value);
        Assert.Contains("table 'stickers', row 1, refers to 'tags'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_broke_a_foreign_key_before_do_not_fail_a_step()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        await store.SqlAsync("PRAGMA foreign_keys = OFF; INSERT INTO orders (customer_id, total, state) VALUES (999, '1.0', 'lost')");

        await store.ApplyAsync(sql => sql.AddColumn("orders", "priority", c => c.Int32().NotNull().Fill(3)));

        Assert.Equal(["3"], await store.RowsAsync("SELECT priority FROM orders WHERE customer_id = 999"));
    }

    [Fact]
    public async Task Views_and_virtual_tables_are_no_tables()
    {
        await using var store = new TableStore();
        await store.SqlAsync("CREATE VIRTUAL TABLE search USING fts5(a); CREATE VIEW v AS SELECT 1 AS a");

        foreach (var name in (string[])["search", "v"])
        {
            var error = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(sql => sql.ExistingTable(name, t => t.Column("a", c => c.Text()))));
            Assert.Equal("DM6014", error.Code.Value);
        }
    }

    [Fact]
    public async Task What_is_in_quotes_stays_what_it_is()
    {
        await using var store = new TableStore();
        const string odd = "a \"strange\" [name], 'it' is";
        Action<SqlBuilder> build = sql => sql.CreateTable(odd, t => t.Column("id", c => c.Int64().Key()).Column(odd, c => c.Text().Default(odd)).Index([odd]));
        await store.ApplyAsync(build);
        await store.ApplyAsync(sql => sql.RenameColumn(odd, odd, "b").AddColumn(odd, odd, c => c.Text().NotNull().Fill(odd)));
        await store.SqlAsync("INSERT INTO \"" + odd.Replace("\"", "\"\"", StringComparison.Ordinal) + "\" VALUES (1, 'x', 'y')");

        await store.RevertAsync();
        await store.RevertAsync();

        Assert.Equal(["1"], await store.RowsAsync("SELECT count(*) FROM _docmigrate_aside WHERE subject = 'a \"strange\" [name], ''it'' is'"));
    }
}
