using DocMigrate.Errors;
using DocMigrate.Models;
using static DocMigrate.Engine.Tests.Detection.ModelSketch;

namespace DocMigrate.Engine.Tests.Detection;

public sealed class DocumentDetectionTests
{
    private readonly DetectionHarness _project = new();

    [Fact]
    public void One_migration_changes_tables_and_documents_together()
    {
        _project.MakeMigrations(Table("orders"), Documents("profiles", Nested("address", Text("street"))).Index("address.street"));

        var migration = Assert.Single(_project.MakeMigrations(
            Table("orders", Text("note")), Documents("profiles", Nested("address", Text("street"), Text("city"))).Index("address.city")));

        Assert.Equal("main", migration.Operations[0].Store);
        Assert.All(migration.Operations.Skip(1), static operation => Assert.Equal("catalog", operation.Store));
        Assert.Equal(4, migration.Operations.Count);
    }

    [Fact]
    public void Renames_reach_into_objects_and_arrays()
    {
        _project.MakeMigrations(Documents("people", Nested("addr", Text("str")), Many("orders", Number("qty"))));
        EntityModel[] models =
        [
            Documents("customers", Nested("address", Text("street").Was("str")).Was("addr"), Many("orders", Number("quantity").Was("qty"))).Was("people"),
        ];

        var migration = Assert.Single(_project.MakeMigrations(models));

        Assert.Equal(4, migration.Operations.Count);
        Assert.All(migration.Operations, static operation => Assert.Contains("ename", operation.Operation.Describe(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("people.addr=address", "people.address.str=street", "people.orders.qty=quantity")]
    [InlineData("catalog:people.addr=people.address", "people.addr.str=address.street", "people.orders.qty=people.orders.quantity")]
    public void The_command_line_renames_the_same(params string[] renames)
    {
        _project.MakeMigrations(Documents("people", Nested("addr", Text("str")), Many("orders", Number("qty"))));

        var migration = Assert.Single(_project.MakeMigrations(
            [Documents("people", Nested("address", Text("street")), Many("orders", Number("quantity")))], renames));

        Assert.Equal(3, migration.Operations.Count);
        Assert.All(migration.Operations, static operation => Assert.Contains("ename", operation.Operation.Describe(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_rename_in_one_store_leaves_the_same_name_in_another_alone()
    {
        _project.MakeMigrations(Table("customers", Text("name")), Documents("customers", Text("name")));

        var migration = Assert.Single(_project.MakeMigrations(
            [Table("customers", Text("full_name")), Documents("customers", Text("full_name"))], ["main:customers.name=full_name"]));

        Assert.Equal(1, migration.Operations.Count(static operation => operation.Store == "main"));
        Assert.True(migration.Operations.Count(static operation => operation.Store == "catalog") > 1);
    }

    [Fact]
    public void Refuses_a_rename_of_a_field_that_the_migrations_do_not_make()
    {
        _project.MakeMigrations(Documents("people", Text("name")));

        Assert.Equal(
            "DM2104",
            Assert.Throws<ConfigurationException>(() => _project.MakeMigrations([Documents("people", Text("full"))], ["people.nmae=full"])).Code.Value);
    }

    [Fact]
    public void Types_change_and_fields_come_and_go()
    {
        _project.MakeMigrations(Documents("a", Text("price"), Text("gone"), Nested("inner", Text("x"))), Documents("b"));
        _project.MakeMigrations([Documents("a", Number("price"), Nested("inner", Number("x")), Text("active").Required()), Documents("c")], [], ["a.active=yes"]);
        _project.MakeMigrations(Documents("a"));

        Assert.Equal(3, _project.History.Count);
    }
}
