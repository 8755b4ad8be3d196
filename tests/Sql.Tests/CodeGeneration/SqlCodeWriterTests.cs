using DocMigrate.CodeGeneration;
using DocMigrate.Sql.Building;
using DocMigrate.Sql.Tests.Support;

namespace DocMigrate.Sql.Tests.CodeGeneration;

public sealed class SqlCodeWriterTests
{
    [Fact]
    public void Operations_are_written_as_the_calls_that_made_them()
    {
        Assert.Equal(
            """
            migration.Sql("main", sql => sql
                .CreateTable("orders", t => t
                    .Column("id", c => c.Int64().Key().AutoIncrement())
                    .Column("customer_id", c => c.Int64().NotNull().References("customers", "id"))
                    .Column("title", c => c.Text(200).Default("it's \"new\""))
                    .Column("rate", c => c.Double().NotNull().Default(2.0))
                    .Column("price", c => c.Decimal().Default(1.50m))
                    .Column("paid", c => c.Boolean().NotNull().Default(false))
                    .Column("at", c => c.DateTime().Default("2026-01-31T10:00:00"))
                    .Column("key", c => c.Guid())
                    .Column("data", c => c.Binary(16).Default("00FF"))
                    .Index(["price"], name: "by_price")
                    .Index(["title", "at"], unique: true))
                .ExistingTable("Customer", t => t
                    .Column("Id", c => c.Int32().Key()))
                .AddColumn("orders", "day", c => c.Date().NotNull().Fill("2026-01-31"), before: "title")
                .AddColumn("orders", "time", c => c.Time())
                .RenameColumn("orders", "rate", "ratio")
                .DropColumn("orders", "paid")
                .CreateIndex("orders", ["day"])
                .CreateIndex("orders", ["key"], unique: true, name: "one_key")
                .DropIndex("orders", "by_price")
                .RenameTable("orders", "purchases")
                .RunSql("UPDATE x\nSET a = 1", "")
                .RunSql("SELECT 1")
                .ForgetTable("Customer")
                .DropTable("purchases"));

            """,
            Write(Build));
    }

    [Fact]
    public void The_same_operations_give_the_same_text() => Assert.Equal(Write(Build), Write(Build));

    [Fact]
    public void Nothing_is_written_for_nothing() => Assert.Equal("", Write(static _ => { }));

    private static void Build(SqlBuilder sql) => sql
        .CreateTable("orders", t => t
            .Column("id", c => c.Int64().Key().AutoIncrement())
            .Column("customer_id", c => c.Int64().NotNull())
            .Column("title", c => c.Text(200).Default("it's \"new\""))
            .Column("rate", c => c.Double().NotNull().Default(2))
            .Column("price", c => c.Decimal().Default(1.50m))
            .Column("paid", c => c.Boolean().NotNull().Default(false))
            .Column("at", c => c.DateTime().Default("2026-01-31T10:00:00"))
            .Column("key", c => c.Guid())
            .Column("data", c => c.Binary(16).Default("00ff"))
            .ForeignKey("customer_id", "customers", "id")
            .Index(["title", "at"], unique: true, name: null)
            .Index(["price"], name: "by_price"))
        .ExistingTable("Customer", t => t.Column("Id", c => c.Int32().Key()))
        .AddColumn("orders", "day", c => c.Date().NotNull().Fill("2026-01-31"), before: "title")
        .AddColumn("orders", "time", c => c.Time())
        .RenameColumn("orders", "rate", "ratio")
        .DropColumn("orders", "paid")
        .CreateIndex("orders", ["day"])
        .CreateIndex("orders", ["key"], unique: true, name: "one_key")
        .DropIndex("orders", "by_price")
        .RenameTable("orders", "purchases")
        .RunSql("UPDATE x\nSET a = 1", "")
        .RunSql("SELECT 1")
        .ForgetTable("Customer")
        .DropTable("purchases");

    private static string Write(Action<SqlBuilder> build)
    {
        var writer = new CodeWriter();
        SqlStoreKind.Instance.CodeWriter.Write(writer, "main", Schemas.Operations(build));
        return writer.ToString();
    }
}
