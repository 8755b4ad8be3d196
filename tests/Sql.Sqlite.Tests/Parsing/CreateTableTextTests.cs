using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite.Parsing;

namespace DocMigrate.Sql.Sqlite.Tests.Parsing;

public sealed class CreateTableTextTests
{
    private const string Odd = "CREATE TABLE [t] (\n  a TEXT, -- first, (not last)\n  \"b,c\" INT CHECK (\"b,c\" > 0 AND a <> ')'),\n  d /* , */ REFERENCES other (a),\n  CONSTRAINT k FOREIGN KEY (d) REFERENCES u (x) ON DELETE SET NULL\n) STRICT";

    [Fact]
    public void A_column_is_put_before_another_or_behind_the_last_and_the_rest_stays()
    {
        Assert.Equal(Odd.Replace("\"b,c\" INT", "x INT, \"b,c\" INT", StringComparison.Ordinal), Show(CreateTableText.Parse(Odd).Add("x INT", "b,c")));
        Assert.Equal(Odd.Replace("other (a)", "other (a), x INT", StringComparison.Ordinal), Show(CreateTableText.Parse(Odd).Add("x INT", null)));
        Assert.Equal(Odd.Replace("other (a)", "other (a), x INT", StringComparison.Ordinal), Show(CreateTableText.Parse(Odd).Add("x INT", "unknown")));
    }

    [Fact]
    public void A_column_goes_with_its_own_foreign_key_only()
    {
        var (text, dependant) = CreateTableText.Parse(Odd).Remove("D");

        Assert.Null(dependant);
        Assert.Equal(["a", "b,c"], text!.Elements.Select(static element => element.Tokens[0].Value));
        Assert.EndsWith(") STRICT", Show(text), StringComparison.Ordinal);
        Assert.Equal(["CONSTRAINT k FOREIGN KEY (d) REFERENCES u (x) ON DELETE SET NULL"], CreateTableText.Parse(Odd).ForeignKeysOf("d"));
    }

    [Fact]
    public void What_speaks_of_a_column_keeps_it_and_what_speaks_of_another_table_does_not()
    {
        Assert.Equal("\"b,c\" INT CHECK (\"b,c\" > 0 AND a <> ')')", CreateTableText.Parse(Odd).Remove("a").Dependant);
        Assert.Null(CreateTableText.Parse("CREATE TABLE t (a TEXT, text TEXT, d REFERENCES u (a))").Remove("a").Dependant);
        Assert.Null(CreateTableText.Parse("CREATE TABLE t (a TEXT, text TEXT)").Remove("text").Dependant);
        Assert.NotNull(CreateTableText.Parse("CREATE TABLE t (a TEXT, d REFERENCES t (a))").Remove("a").Dependant);
        Assert.NotNull(CreateTableText.Parse("CREATE TABLE t (a TEXT, b, FOREIGN KEY (a) REFERENCES u (x) UNIQUE (b))").Remove("a").Dependant);
    }

    [Theory]
    [InlineData("CREATE TABLE t (a, b)", "a", "CREATE TABLE \"t\" (b)")]
    [InlineData("CREATE TABLE t (a, b)", "b", "CREATE TABLE \"t\" (a)")]
    [InlineData("CREATE TABLE t (a, /* of b */ b, c)", "b", "CREATE TABLE \"t\" (a, c)")]
    public void The_first_the_last_and_one_in_the_middle_can_go(string sql, string column, string expected)
    {
        Assert.Equal(expected, CreateTableText.Parse(sql).Remove(column).Text!.WithName("t"));
    }

    [Theory]
    [InlineData("CREATE VIRTUAL TABLE t USING fts5(a)")]
    [InlineData("CREATE VIEW t AS SELECT 1")]
    [InlineData("CREATE TABLE t (a")]
    [InlineData("CREATE TABLE t ()")]
    [InlineData("")]
    public void What_is_no_plain_table_is_refused(string sql)
    {
        Assert.Equal("DM6014", Assert.Throws<StoreException>(() => CreateTableText.Parse(sql)).Code.Value);
    }

    [Theory]
    [InlineData("SELECT ';' ; -- ; \n SELECT 2;", 2)]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 3; END; SELECT 4", 2)]
    [InlineData(" ; ; ", 0)]
    public void Statements_end_at_semicolons_that_are_not_in_a_trigger(string sql, int count) => Assert.Equal(count, StatementReader.Read(sql).Count());

    private static string Show(CreateTableText text) => text.WithName("t").Replace("\"t\"", "[t]", StringComparison.Ordinal);
}
