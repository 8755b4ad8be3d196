using DocMigrate.Engine.Detection;
using DocMigrate.Errors;
using DocMigrate.Models;
using static DocMigrate.Engine.Tests.Detection.ModelSketch;

namespace DocMigrate.Engine.Tests.Detection;

public sealed class AutodetectorTests
{
    private readonly DetectionHarness _project = new();

    [Fact]
    public void The_first_migration_of_a_module_makes_everything_and_is_called_initial()
    {
        var migration = Assert.Single(_project.MakeMigrations(Table("orders", Key("customer_id", "customers"), Text("note")).Index("note"), Table("customers")));

        Assert.Equal("shop.0001_initial", migration.Id.ToString());
        Assert.Empty(migration.Dependencies);
        Assert.Equal(["Create table customers", "Create table orders"], Descriptions(migration).Take(2));
        Assert.Equal(3, migration.Operations.Count);
    }

    [Fact]
    public void A_change_is_named_after_its_operations_and_depends_on_the_latest_migration()
    {
        _project.MakeMigrations(Table("orders"));

        var migration = Assert.Single(_project.MakeMigrations(Table("orders", Text("currency"))));

        Assert.Equal("shop.0002_orders_currency", migration.Id.ToString());
        Assert.Equal([MigrationId.Parse("shop.0001_initial")], migration.Dependencies);
    }

    [Fact]
    public void Nothing_is_detected_without_a_change_or_without_models()
    {
        _project.MakeMigrations(Table("orders", Text("note")));

        Assert.Empty(_project.MakeMigrations(Table("orders", Text("note"))));
        Assert.Empty(_project.Autodetector.Detect(_project.Request()));
    }

    [Fact]
    public void A_model_that_is_gone_is_dropped_while_others_are_there()
    {
        _project.MakeMigrations(Table("orders"), Table("customers"));

        Assert.Equal(["Drop table customers"], Descriptions(Assert.Single(_project.MakeMigrations(Table("orders")))));
    }

    [Fact]
    public void Operations_are_by_store_in_the_order_of_the_configuration()
    {
        var migration = Assert.Single(_project.MakeMigrations(Table("a").In("shop", "other"), Table("z")));

        Assert.Equal(["main", "other"], migration.Operations.Select(static operation => operation.Store));
    }

    [Fact]
    public void Renames_come_from_the_models_and_may_stay_there_for_ever()
    {
        _project.MakeMigrations(Table("customers", Text("name")));
        EntityModel[] renamed = [Table("clients", Text("full_name").Was("name")).Was("customers")];

        Assert.Equal(["Rename table customers to clients", "Rename column name of clients to full_name"], Descriptions(Assert.Single(_project.MakeMigrations(renamed))));
        Assert.Empty(_project.MakeMigrations(renamed));
        Assert.Equal(
            ["Add column name to clients"],
            Descriptions(Assert.Single(_project.MakeMigrations(Table("clients", Text("full_name").Was("name"), Text("name")).Was("customers")))));
    }

    [Fact]
    public void Renames_come_from_the_command_line()
    {
        _project.MakeMigrations(Table("customers", Text("name"), Text("addr")));

        var migration = Assert.Single(_project.MakeMigrations(
            [Table("clients", Text("full_name"), Text("address"))], ["customers=clients", "customers.name=full_name", "clients.addr=address"]));

        Assert.Equal(3, migration.Operations.Count);
        Assert.All(Descriptions(migration), static text => Assert.StartsWith("Rename", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_that_nobody_calls_a_rename_is_a_drop_and_an_add()
    {
        _project.MakeMigrations(Table("customers", Text("name")));

        Assert.Equal(
            ["Add column full_name to customers", "Drop column name from customers"],
            Descriptions(Assert.Single(_project.MakeMigrations(Table("customers", Text("full_name"))))));
    }

    [Fact]
    public void Refuses_a_rename_of_something_that_the_migrations_do_not_make()
    {
        _project.MakeMigrations(Table("customers", Text("name")));

        var error = Assert.Throws<ConfigurationException>(() => _project.MakeMigrations([Table("customers", Text("full_name"))], ["customers.nmae=full_name"]));

        Assert.Equal("DM2104", error.Code.Value);
        Assert.Contains("'nmae'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Drop column name from customers", error.Message, StringComparison.Ordinal);
        Assert.Single(_project.History);
    }

    [Fact]
    public void Asks_for_the_default_of_a_new_required_column_and_takes_it_from_the_command_line()
    {
        _project.MakeMigrations(Table("orders"));
        EntityModel[] models = [Table("orders", Text("currency").Required())];

        Assert.Throws<AnswerRequiredException>(() => _project.MakeMigrations(models));
        Assert.Single(Assert.Single(_project.MakeMigrations(models, [], ["orders.currency=EUR"])).Operations);
    }

    [Fact]
    public void Names_stay_short()
    {
        _project.MakeMigrations(Table("orders"));
        var columns = Enumerable.Range(1, 9).Select(static number => Text($"column_{number}")).ToArray();

        var name = Assert.Single(_project.MakeMigrations(Table("orders", columns))).Id.Name;

        Assert.Equal("0002_orders_column_1_orders_column_2_orders_column_3_and_more", name);
    }

    [Fact]
    public void A_given_name_gets_the_number_before_it()
    {
        _project.MakeMigrations([Table("orders")], [], name: "begin");

        Assert.Equal("shop.0001_begin", _project.History[0].Id.ToString());
        Assert.Equal("DM2108", Assert.Throws<ConfigurationException>(() => _project.MakeMigrations([Table("clients")], [], name: "a-b")).Code.Value);
    }

    [Fact]
    public void The_number_goes_on_from_the_greatest()
    {
        _project.Add(new MigrationDefinition { Id = new("shop", "0041_begin") });

        Assert.Equal("shop.0042_orders", Assert.Single(_project.MakeMigrations(Table("orders"))).Id.ToString());
    }

    [Fact]
    public void An_empty_migration_is_named_by_the_clock_and_depends_on_the_latest()
    {
        Assert.Equal("crm.0001_auto_20261122_0905", _project.Autodetector.CreateEmpty([], "crm", null).Id.ToString());
        _project.MakeMigrations(Table("orders"));

        var migration = _project.Autodetector.CreateEmpty(_project.History, "shop", "clean_up");

        Assert.Equal("shop.0002_clean_up", migration.Id.ToString());
        Assert.Equal([_project.History[0].Id], migration.Dependencies);
    }

    [Fact]
    public void Refuses_to_go_on_from_two_latest_migrations()
    {
        _project.Add(new MigrationDefinition { Id = new("shop", "0001_a") });
        _project.Add(new MigrationDefinition { Id = new("shop", "0001_b") });

        Assert.Equal("DM2212", Assert.Throws<CatalogException>(() => _project.MakeMigrations(Table("orders"))).Code.Value);
    }

    private static IEnumerable<string> Descriptions(DetectedMigration migration) => migration.Operations.Select(static operation => operation.Operation.Describe());
}
