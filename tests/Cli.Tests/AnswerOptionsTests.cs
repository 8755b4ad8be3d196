using DocMigrate.Cli.Commands;
using DocMigrate.Comparison;

namespace DocMigrate.Cli.Tests;

public sealed class AnswerOptionsTests
{
    [Theory]
    [InlineData("orders=purchases", null, "orders", "purchases")]
    [InlineData("orders.qty=quantity", "orders", "qty", "quantity")]
    [InlineData("orders.qty=orders.quantity", "orders", "qty", "quantity")]
    [InlineData("customers.address.zip=postcode", "customers", "address.zip", "address.postcode")]
    [InlineData("customers.zip=address.zip", "customers", "zip", "address.zip")]
    public void Reads_a_rename_of_a_table_a_column_or_a_nested_field(string text, string? entity, string from, string to)
    {
        Assert.Equal(new RenameHint(entity, from, to), AnswerOptions.Rename(text));
    }

    [Theory]
    [InlineData("orders.currency=EUR", "currency", "\"EUR\"")]
    [InlineData("orders.quantity=1", "quantity", "1")]
    [InlineData("orders.paid=false", "paid", "false")]
    [InlineData("orders.note=\"1\"", "note", "\"1\"")]
    [InlineData("orders.note=", "note", "\"\"")]
    [InlineData("orders.formula=a=b", "formula", "\"a=b\"")]
    [InlineData("orders.billing.country=null", "billing.country", "null")]
    public void Reads_a_default_as_json_where_it_is_json_and_as_text_where_not(string text, string property, string value)
    {
        Assert.Equal(new DefaultAnswer("orders", property, value), AnswerOptions.Default(text));
    }
}
