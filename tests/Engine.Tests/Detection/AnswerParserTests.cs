using DocMigrate.Comparison;
using DocMigrate.Engine.Detection;
using DocMigrate.Errors;
using DocMigrate.Models;
using static DocMigrate.Engine.Tests.Detection.ModelSketch;

namespace DocMigrate.Engine.Tests.Detection;

public sealed class AnswerParserTests
{
    private static readonly EntityModel[] s_models =
    [
        Table("clients", Text("full_name"), Number("age")).Was("people"),
        Table("shared", Text("only_here")),
        Documents("clients", Nested("address", Text("street"), Text("post code")), Many("orders", Number("quantity")), Text("a.b")),
        Documents("shared", Text("both")),
        Table("shared", Text("both")).In("shop", "other"),
    ];

    [Theory]
    [InlineData("customers=clients", "DM2103")]
    [InlineData("main:customers=clients", "main", null, "customers", "clients")]
    [InlineData("clients.name=full_name", "main", "clients", "name", "full_name")]
    [InlineData(" clients.name = clients.full_name ", "main", "clients", "name", "full_name")]
    [InlineData("people.name=full_name", "main", "clients", "name", "full_name")]
    [InlineData("catalog:clients.addr=address", "catalog", "clients", "addr", "address")]
    [InlineData("clients.address.str=street", "catalog", "clients", "address.str", "address.street")]
    [InlineData("clients.address.zip=address.post code", "catalog", "clients", "address.zip", "address.post code")]
    [InlineData("clients.orders.qty=clients.orders.quantity", "catalog", "clients", "orders.qty", "orders.quantity")]
    [InlineData("clients.ab=a.b", "catalog", "clients", "ab", "a.b")]
    [InlineData("shared.x=both", "DM2103")]
    [InlineData("catalog:shared.x=both", "catalog", "shared", "x", "both")]
    [InlineData("name", "DM2101")]
    [InlineData("=name", "DM2101")]
    [InlineData("clints.name=full_name", "DM2102")]
    [InlineData("clients.name=fullname", "DM2102")]
    [InlineData("clients.full_name=full_name", "DM2102")]
    [InlineData("customers=client", "DM2102")]
    [InlineData("archive:clients.name=full_name", "DM2102")]
    public void Reads_a_rename(string text, string storeOrCode, string? entity = null, string? from = null, string? to = null)
    {
        var parser = new RenameHintParser(s_models);
        if (from is null)
        {
            Assert.Equal(storeOrCode, Assert.Throws<ConfigurationException>(() => parser.Parse([text])).Code.Value);
        }
        else
        {
            Assert.Equal([new StoreRename(storeOrCode, new RenameHint(entity, from, to!))], parser.Parse([text]));
        }
    }

    [Fact]
    public void Renames_inside_a_renamed_table_may_use_its_old_name() => Assert.Equal(
        [new StoreRename("main", new RenameHint("clients", "name", "full_name")), new StoreRename("main", new RenameHint(null, "customers", "clients"))],
        new RenameHintParser(s_models).Parse(["customers.name=full_name", "main:customers=clients"]));

    [Fact]
    public void Says_what_there_is_when_a_rename_fits_nothing()
    {
        var column = Assert.Throws<ConfigurationException>(() => new RenameHintParser(s_models).Parse(["main:clients.name=ful_name"]));
        var table = Assert.Throws<ConfigurationException>(() => new RenameHintParser(s_models).Parse(["clint.name=full_name"]));

        Assert.Contains("Did you mean 'full_name'? It has: 'id', 'full_name', 'age'.", column.Message, StringComparison.Ordinal);
        Assert.Contains("There are: 'clients', 'shared'.", table.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clients.full_name=O'Neil", "main", "full_name", "\"O'Neil\"")]
    [InlineData("clients.full_name=", "main", "full_name", "\"\"")]
    [InlineData("clients.full_name=\"a\\nb\"", "main", "full_name", "\"a\\nb\"")]
    [InlineData("clients.full_name=12", "main", "full_name", "\"12\"")]
    [InlineData("clients.full_name=a=b", "main", "full_name", "\"a=b\"")]
    [InlineData("clients.age=-12", "main", "age", "-12")]
    [InlineData("clients.address.post code=é", "catalog", "address.post code", "\"é\"")]
    [InlineData("catalog:clients.address={ \"street\": 1.0 }", "catalog", "address", "{\"street\":1.0}")]
    [InlineData("clients.orders=[]", "catalog", "orders", "[]")]
    public void Reads_a_default_by_the_type_of_the_property(string text, string store, string property, string json) => Assert.Equal(
        [new StoreDefault(store, new DefaultAnswer("clients", property, json))], new DefaultAnswerParser(s_models).Parse([text]));

    [Theory]
    [InlineData("clients.age", "DM2101")]
    [InlineData("clients.agee=1", "DM2102")]
    [InlineData("age=1", "DM2102")]
    [InlineData("shared.both=1", "DM2103")]
    [InlineData("clients.age=old", "DM2105")]
    [InlineData("clients.age=1.5", "DM2105")]
    [InlineData("clients.age=\"1\"", "DM2105")]
    [InlineData("clients.orders={}", "DM2105")]
    [InlineData("clients.address=x", "DM2105")]
    public void Refuses_a_default_that_does_not_fit(string text, string code) =>
        Assert.Equal(code, Assert.Throws<ConfigurationException>(() => new DefaultAnswerParser(s_models).Parse([text])).Code.Value);
}
