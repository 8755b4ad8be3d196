using DocMigrate.Errors;
using static DocMigrate.Engine.Tests.Detection.ModelSketch;

namespace DocMigrate.Engine.Tests.Detection;

public sealed class ModuleTests
{
    private readonly DetectionHarness _project = new();

    [Fact]
    public void Each_module_gets_its_own_migration_after_those_that_it_refers_to()
    {
        // crm <-- billing, although billing sorts first
        var migrations = _project.MakeMigrations(Table("invoices", Key("customer_id", "customers")).In("billing"), Table("customers").In("crm"));

        Assert.Equal(["crm.0001_initial", "billing.0001_initial"], migrations.Select(static migration => migration.Id.ToString()));
        Assert.Equal([MigrationId.Parse("crm.0001_initial")], migrations[1].Dependencies);
    }

    [Fact]
    public void A_new_reference_depends_on_the_other_modules_latest_migration()
    {
        _project.MakeMigrations(Table("customers").In("crm"), Table("invoices").In("billing"));
        _project.MakeMigrations(Table("customers", Text("name")).In("crm"), Table("invoices").In("billing"));

        var migration = Assert.Single(_project.MakeMigrations(
            Table("customers", Text("name")).In("crm"), Table("invoices", Key("customer_id", "customers")).In("billing")));

        Assert.Equal(["billing.0001_initial", "crm.0002_customers_name"], migration.Dependencies.Select(static id => id.ToString()));
    }

    [Fact]
    public void An_old_reference_brings_no_new_dependency()
    {
        var customers = Table("customers").In("crm");
        _project.MakeMigrations(customers, Table("invoices", Key("customer_id", "customers")).In("billing"));
        var renamed = Table("customers", Text("name")).In("crm");
        _project.MakeMigrations(renamed, Table("invoices", Key("customer_id", "customers")).In("billing"));

        var migration = Assert.Single(_project.MakeMigrations(renamed, Table("invoices", Key("customer_id", "customers"), Text("note")).In("billing")));

        Assert.Equal(["billing.0001_initial"], migration.Dependencies.Select(static id => id.ToString()));
    }

    [Fact]
    public void What_is_dropped_belongs_to_the_module_that_made_it()
    {
        _project.MakeMigrations(Table("customers").In("crm"), Table("a").In("billing"), Table("b").In("billing"));

        var migration = Assert.Single(_project.MakeMigrations(Table("customers").In("crm"), Table("a").In("billing")));

        Assert.Equal("billing.0002_delete_b", migration.Id.ToString());
    }

    [Fact]
    public void A_renamed_table_stays_in_its_module()
    {
        _project.MakeMigrations(Table("customers").In("crm"), Table("a").In("billing"));
        var migration = Assert.Single(_project.MakeMigrations(Table("clients").In("crm").Was("customers"), Table("a").In("billing")));
        Assert.Equal("crm", migration.Id.Module);

        Assert.Equal("crm", Assert.Single(_project.MakeMigrations(Table("a").In("billing"))).Id.Module);
    }

    [Fact]
    public void One_module_can_be_asked_for()
    {
        var request = _project.Request(Table("customers").In("crm"), Table("a").In("billing"));

        Assert.Equal("billing.0001_initial", Assert.Single(_project.Autodetector.Detect(request with { Module = "billing" })).Id.ToString());
    }

    [Fact]
    public void Refuses_a_module_that_is_not_there_and_suggests_the_nearest()
    {
        var error = Assert.Throws<ConfigurationException>(() => _project.Autodetector.Detect(_project.Request(Table("customers").In("crm")) with { Module = "crn" }));

        Assert.Contains("Did you mean 'crm'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_one_module_alone_when_it_refers_to_one_without_migrations()
    {
        var request = _project.Request(Table("invoices", Key("customer_id", "customers")).In("billing"), Table("customers").In("crm"));

        var error = Assert.Throws<CatalogException>(() => _project.Autodetector.Detect(request with { Module = "billing" }));

        Assert.Equal("DM2107", error.Code.Value);
        Assert.Contains("'crm'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_modules_that_need_each_others_new_tables()
    {
        var error = Assert.Throws<CatalogException>(() => _project.MakeMigrations(
            Table("a", Key("b_id", "b")).In("one"), Table("b").In("two"), Table("c", Key("d_id", "d")).In("two"), Table("d").In("one")));

        Assert.Equal("DM2106", error.Code.Value);
        Assert.Contains("'one' and 'two'", error.Message, StringComparison.Ordinal);
    }
}
