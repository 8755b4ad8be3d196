using DocMigrate.Comparison;
using DocMigrate.Errors;
using DocMigrate.Sql.Building;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.State;
using DocMigrate.Sql.Tests.Support;

namespace DocMigrate.Sql.Tests.Comparison;

public sealed class SchemaComparerTests
{
    [Fact]
    public void A_schema_does_not_differ_from_itself()
    {
        Assert.Empty(SqlStoreKind.Instance.Compare(Schemas.Shop(), Schemas.Shop(), new ComparisonContext()));
        Assert.Empty(SqlStoreKind.Instance.Compare(null, null, new ComparisonContext()));
        Assert.Empty(SqlStoreKind.Instance.Compare(null, SqlSchema.Empty, new ComparisonContext()));
    }

    [Fact]
    public void From_nothing_tables_come_after_what_they_refer_to_and_indexes_last()
    {
        var operations = Compare(SqlSchema.Empty, Schemas.Shop());

        Assert.Equal(["Create table customers", "Create table orders", "Create unique index ix_customers_email on customers (email)"], operations);
    }

    [Fact]
    public void To_nothing_tables_go_before_what_they_refer_to()
    {
        Assert.Equal(["Drop table orders", "Drop table customers"], Compare(Schemas.Shop(), SqlSchema.Empty));
    }

    [Fact]
    public void A_stated_rename_is_a_rename_and_one_that_is_done_is_nothing()
    {
        var wanted = Schemas.After(sql => sql.RenameTable("customers", "people").RenameColumn("people", "name", "full_name"), Schemas.Shop());
        var context = new ComparisonContext { Renames = [new RenameHint(null, "customers", "people"), new RenameHint("people", "name", "full_name")] };

        Assert.Equal(["Rename table customers to people", "Rename column name of people to full_name"], Compare(Schemas.Shop(), wanted, context));
        Assert.Empty(Compare(wanted, wanted, context));
    }

    [Fact]
    public void A_rename_that_is_not_stated_is_a_drop_and_an_add()
    {
        var wanted = Schemas.After(sql => sql.RenameColumn("orders", "total", "sum"), Schemas.Shop());

        Assert.Equal(["Add column sum to orders", "Drop column total from orders"], Compare(Schemas.Shop(), wanted));
    }

    [Fact]
    public void Everything_at_once_comes_in_an_order_that_can_be_run()
    {
        var wanted = Schemas.After(sql => sql
            .CreateTable("cities", t => t.Column("id", c => c.Int64().Key()).Column("name", c => c.Text().NotNull()).Index(["name"]))
            .CreateTable("clients", t => t.Column("id", c => c.Int64().Key()).Column("name", c => c.Text(100).NotNull())
                .Column("city_id", c => c.Int64().References("cities", "id")).Index(["name"])));
        var context = new ComparisonContext { Renames = [new RenameHint(null, "customers", "clients")] };

        Assert.Equal(
            [
                "Rename table customers to clients",
                "Drop index ix_customers_email on clients",
                "Create table cities",
                "Add column city_id to clients",
                "Drop column email from clients",
                "Drop table orders",
                "Create index ix_cities_name on cities (name)",
                "Create index ix_clients_name on clients (name)",
            ],
            Compare(Schemas.Shop(), wanted, context));
    }

    [Fact]
    public void A_new_required_column_asks_for_the_value_of_the_rows_that_are_there()
    {
        var wanted = Schemas.After(sql => sql.AddColumn("orders", "count", c => c.Int32().NotNull()).AddColumn("orders", "note", c => c.Text().NotNull()), Schemas.Shop());

        var error = Assert.Throws<AnswerRequiredException>(() => Compare(Schemas.Shop(), wanted));

        Assert.Equal("DM4013", error.Code.Value);
        Assert.Contains("--default 'orders.count=0'", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("--default 'orders.note=\"\"'", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_fills_the_rows_and_does_not_become_the_default()
    {
        var wanted = Schemas.After(sql => sql.AddColumn("orders", "count", c => c.Int32().NotNull()), Schemas.Shop());
        var context = new ComparisonContext { Defaults = [new DefaultAnswer("orders", "count", "5")] };

        var add = Assert.IsType<AddColumnOperation>(Assert.Single(SqlStoreKind.Instance.Compare(Schemas.Shop(), wanted, context)));

        Assert.Equal("5", add.Fill);
        Assert.Null(add.Column.Default);
        Assert.Equal(wanted, add.Apply(Schemas.Shop()));
        Assert.Throws<ConfigurationException>(() => Compare(Schemas.Shop(), wanted, new ComparisonContext { Defaults = [new DefaultAnswer("orders", "count", "\"5\"")] }));
    }

    [Fact]
    public void A_change_that_no_operation_covers_is_refused_by_name()
    {
        Refuses("its type was Text", sql => sql.Column("a", c => c.Text()), sql => sql.Column("a", c => c.Int32()), "its type was String and is Int32");
        Refuses("length", sql => sql.Column("a", c => c.Text(5)), sql => sql.Column("a", c => c.Text()), "was 5 and is unlimited");
        Refuses("null", sql => sql.Column("a", c => c.Text()), sql => sql.Column("a", c => c.Text().NotNull()), "no longer be null");
        Refuses("default", sql => sql.Column("a", c => c.Text()), sql => sql.Column("a", c => c.Text().Default("x")), "none and is 'x'");
        Refuses("reference", sql => sql.Column("a", c => c.Int64()), sql => sql.Column("a", c => c.Int64().References("t", "id")), "refers to 't.id'");
        Refuses("key", sql => sql.Column("a", c => c.Int64().NotNull()), sql => sql.Column("a", c => c.Int64().Key()), "it is now a key");
        Refuses("new key", static _ => { }, sql => sql.Column("a", c => c.Int64().Key()), "a part of the key");
    }

    [Fact]
    public void A_default_that_only_the_migration_states_is_left_alone()
    {
        var current = Schemas.After(sql => sql.AddColumn("orders", "currency", c => c.Text().NotNull().Default("EUR")), Schemas.Shop());
        var wanted = Schemas.After(sql => sql.AddColumn("orders", "currency", c => c.Text().NotNull()), Schemas.Shop());

        Assert.Empty(Compare(current, wanted));
    }

    [Fact]
    public void A_table_that_was_there_before_is_never_dropped_for_want_of_a_class()
    {
        var current = Schemas.After(sql => sql.ExistingTable("audit", t => t.Column("what", c => c.Text())));

        Assert.Empty(Compare(current, SqlSchema.Empty));
    }

    [Fact]
    public void New_tables_in_a_circle_are_refused_by_name()
    {
        static TableState Table(string name, string other) => new()
        {
            Name = name,
            Columns = [new ColumnState { Name = "id", Type = Models.ScalarKind.Int64, Key = true, References = new ForeignKeyState { Table = other, Column = "id" } }],
        };

        var error = Assert.Throws<ConfigurationException>(() => Compare(SqlSchema.Empty, new SqlSchema { Tables = [Table("a", "b"), Table("b", "a")] }));

        Assert.Equal("DM4015", error.Code.Value);
        Assert.Contains("'a', 'b'", error.Message, StringComparison.Ordinal);
    }

    private static List<string> Compare(SqlSchema from, SqlSchema to, ComparisonContext? context = null) =>
        [.. SqlStoreKind.Instance.Compare(from, to, context ?? new ComparisonContext()).Select(static operation => operation.Describe())];

    private static void Refuses(string what, Action<TableBuilder> before, Action<TableBuilder> after, string text)
    {
        SqlSchema Build(Action<TableBuilder> build) => Schemas.After(sql => sql.CreateTable("t", t =>
        {
            t.Column("id", c => c.Int64().Key());
            build(t);
        }));

        var error = Assert.Throws<ConfigurationException>(() => Compare(Build(before), Build(after)));

        Assert.Equal("DM4014", error.Code.Value);
        Assert.True(error.Message.Contains(text, StringComparison.Ordinal), $"{what}: {error.Message}");
    }
}
