using DocMigrate.Errors;
using DocMigrate.Sql.Building;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.State;
using DocMigrate.Sql.Tests.Support;

namespace DocMigrate.Sql.Tests.Operations;

public sealed class SqlOperationTests
{
    public static TheoryData<string> Cases => [.. Samples.Keys];

    private static Dictionary<string, Action<SqlBuilder>> Samples { get; } = new()
    {
        [nameof(CreateTableOperation)] = sql => sql.CreateTable("lines", t => t.Column("id", c => c.Int64().Key()).Column("order_id", c => c.Int64().References("orders", "id")).Index(["order_id"])),
        [nameof(DropTableOperation)] = sql => sql.DropTable("orders"),
        [nameof(RenameTableOperation)] = sql => sql.RenameTable("customers", "clients"),
        [nameof(AddColumnOperation)] = sql => sql.AddColumn("orders", "currency", c => c.Text(3).NotNull().Default("EUR"), before: "total"),
        [nameof(DropColumnOperation)] = sql => sql.DropColumn("orders", "customer_id"),
        [nameof(RenameColumnOperation)] = sql => sql.RenameColumn("customers", "id", "number"),
        [nameof(CreateIndexOperation)] = sql => sql.CreateIndex("orders", ["customer_id", "total"]),
        [nameof(DropIndexOperation)] = sql => sql.DropIndex("customers", "ix_customers_email"),
        [nameof(RunSqlOperation)] = sql => sql.RunSql("UPDATE orders SET total = 0", "SELECT 1"),
        [nameof(DeclareTableOperation)] = sql => sql.ExistingTable("audit", t => t.Column("what", c => c.Text())),
        [nameof(ForgetTableOperation)] = sql => sql.ForgetTable("orders"),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reverse_leads_back_to_the_state_before(string name)
    {
        var before = Schemas.Shop();
        var operation = Assert.Single(Schemas.Operations(Samples[name]));

        var after = operation.Apply(before);
        var reverse = Assert.IsAssignableFrom<SqlOperation>(operation.Reverse(before));

        Assert.Equal(name, operation.GetType().Name);
        Assert.Equal(before, reverse.Apply(after));
        Assert.Equal(operation is RunSqlOperation, before.Equals(after));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_operation_survives_the_ledger(string name)
    {
        var serializer = new Engine.Serialization.OperationSerializer([SqlStoreKind.Instance]);
        var operations = Schemas.Operations(Samples[name]);

        var read = serializer.Deserialize(serializer.Serialize(operations));

        Assert.Equal(operations, read);
    }

    [Fact]
    public void What_is_taken_away_is_kept_aside_and_what_has_no_way_back_says_so()
    {
        Assert.Equal((LossClass.Lossless, LossClass.Shadowed), Loss(sql => sql.CreateTable("a", t => t.Column("b", c => c.Text()))));
        Assert.Equal((LossClass.Shadowed, LossClass.Lossless), Loss(sql => sql.DropTable("a")));
        Assert.Equal((LossClass.Lossless, LossClass.Shadowed), Loss(sql => sql.AddColumn("a", "b", c => c.Text())));
        Assert.Equal((LossClass.Shadowed, LossClass.Lossless), Loss(sql => sql.DropColumn("a", "b")));
        Assert.Equal((LossClass.Lossless, LossClass.Lossless), Loss(sql => sql.RunSql("a", "")));
        Assert.Equal((LossClass.Lossless, LossClass.Irreversible), Loss(sql => sql.RunSql("a")));
        Assert.Null(Schemas.Operations(sql => sql.RunSql("a"))[0].Reverse(null));
    }

    [Fact]
    public void A_rename_is_followed_by_all_that_refers_to_it()
    {
        var schema = Schemas.After(sql => sql.RenameTable("customers", "people").RenameColumn("people", "id", "number").RenameColumn("people", "email", "mail"), Schemas.Shop());

        Assert.Equal(new ForeignKeyState { Table = "people", Column = "number" }, schema.FindTable("orders")!.FindColumn("customer_id")!.References);
        Assert.Equal(["mail"], schema.FindTable("people")!.FindIndex("ix_customers_email")!.Columns);
    }

    [Theory]
    [InlineData("DM4001", "Did you mean 'customers'?", "customer")]
    [InlineData("DM4001", "There is no table 'zebra'", "zebra")]
    public void An_unknown_table_is_named_with_the_nearest(string code, string text, string table) => Refuses(code, text, sql => sql.DropTable(table));

    [Fact]
    public void Refuses_what_does_not_fit_the_state()
    {
        Refuses("DM4002", "'orders'", sql => sql.CreateTable("orders", t => t.Column("a", c => c.Text())));
        Refuses("DM4002", "'orders'", sql => sql.RenameTable("customers", "orders"));
        Refuses("DM4003", "Did you mean 'total'?", sql => sql.DropColumn("orders", "totl"));
        Refuses("DM4003", "'id_'", sql => sql.AddColumn("orders", "c", c => c.Int64().References("customers", "id_")));
        Refuses("DM4004", "'total'", sql => sql.AddColumn("orders", "total", c => c.Text()));
        Refuses("DM4004", "'id'", sql => sql.RenameColumn("orders", "total", "id"));
        Refuses("DM4005", "Did you mean 'ix_customers_email'?", sql => sql.DropIndex("customers", "ix_customer_email"));
        Refuses("DM4006", "table 'customers'", sql => sql.CreateIndex("orders", ["total"], name: "ix_customers_email"));
        Refuses("DM4007", "index 'ix_customers_email'", sql => sql.DropColumn("customers", "email"));
        Refuses("DM4007", "key", sql => sql.DropColumn("customers", "id"));
        Refuses("DM4008", "'customer_id' of table 'orders'", sql => sql.DropTable("customers"));
        Refuses("DM4009", "no type", sql => sql.AddColumn("orders", "c", static _ => { }));
        Refuses("DM4009", "key can't be null", sql => sql.CreateTable("a", t => t.Column("id", c => c.Int64().Key().Nullable())));
        Refuses("DM4009", "automatically", sql => sql.CreateTable("a", t => t.Column("id", c => c.Text().Key().AutoIncrement())));
        Refuses("DM4009", "key can't be changed", sql => sql.AddColumn("orders", "c", c => c.Int64().Key()));
        Refuses("DM4010", "'x' is no value of type Int32", sql => sql.AddColumn("orders", "c", c => c.Int32().Default("x")));
        Refuses("DM4011", "no columns", sql => sql.CreateTable("a", static _ => { }));
        Refuses("DM4011", "two columns 'b'", sql => sql.CreateTable("a", t => t.Column("b", c => c.Text()).Column("b", c => c.Text())));
    }

    [Fact]
    public void Names_of_files_hold_letters_digits_and_underscores_only()
    {
        Assert.Equal("order_lines_net__total", Schemas.Operations(sql => sql.AddColumn("Order Lines", "Net €Total", c => c.Text()))[0].NameFragment);
    }

    private static (LossClass Forward, LossClass Backward) Loss(Action<SqlBuilder> build)
    {
        var operation = Schemas.Operations(build)[0];
        return (operation.Loss(Direction.Forward), operation.Loss(Direction.Backward));
    }

    private static void Refuses(string code, string text, Action<SqlBuilder> build)
    {
        var error = Assert.Throws<StateException>(() => Schemas.After(build, Schemas.Shop()));

        Assert.Equal(code, error.Code.Value);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }
}
