using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Graph;

public sealed class TargetResolverTests
{
    // shop.0001_initial ── shop.0002_add_currency ── shop.0002_add_cents
    //         └── stock.0001_initial
    private readonly TargetResolver _two = Resolver(
        ("shop.0001_initial", []),
        ("shop.0002_add_currency", ["shop.0001_initial"]),
        ("shop.0002_add_cents", ["shop.0002_add_currency"]),
        ("stock.0001_initial", ["shop.0001_initial"]));

    private readonly TargetResolver _one = Resolver(("shop.0001_initial", []), ("shop.0002_next", ["shop.0001_initial"]));

    [Fact]
    public void Latest_means_the_leaf_of_every_module()
    {
        Assert.Equal("shop.0002_add_cents stock.0001_initial", Text(_two.Resolve(MigrationTarget.Latest)));
    }

    [Theory]
    [InlineData("shop", null, "shop.0002_add_cents")]
    [InlineData("shop", "0001", "shop.0001_initial")]
    [InlineData("shop", "0002_add_cu", "shop.0002_add_currency")]
    [InlineData("shop.0001", null, "shop.0001_initial")]
    [InlineData("stock", "zero", "")]
    public void Finds_modules_names_and_unique_beginnings(string module, string? name, string expected)
    {
        Assert.Equal(expected, Text(_two.Resolve(MigrationTarget.Parse(module, name))));
    }

    [Theory]
    [InlineData("0001", "shop.0001_initial")]
    [InlineData("zero", "")]
    public void Takes_a_name_alone_where_there_is_one_module(string text, string expected)
    {
        Assert.Equal(expected, Text(_one.Resolve(MigrationTarget.Parse(text, null))));
    }

    [Fact]
    public void A_name_wins_over_those_that_begin_with_it()
    {
        var resolver = Resolver(("a.1", []), ("a.12", ["a.1"]));

        Assert.Equal("a.1", Text(resolver.Resolve(MigrationTarget.To("a", "1"))));
    }

    [Fact]
    public void Suggests_the_nearest_module()
    {
        var error = Assert.Throws<HistoryException>(() => _two.Resolve(MigrationTarget.Of("shpo")));

        Assert.Equal(("DM2213", ExitCode.Usage), (error.Code.Value, error.ExitCode));
        Assert.Contains("Did you mean 'shop'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggests_the_nearest_migration()
    {
        var error = Assert.Throws<HistoryException>(() => _two.Resolve(MigrationTarget.To("shop", "0002_add_curency")));

        Assert.Equal(("DM2214", ExitCode.Usage), (error.Code.Value, error.ExitCode));
        Assert.Contains("Did you mean '0002_add_currency'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_what_an_ambiguous_beginning_fits()
    {
        var error = Assert.Throws<HistoryException>(() => _two.Resolve(MigrationTarget.To("shop", "0002")));

        Assert.Equal(("DM2215", ExitCode.Usage), (error.Code.Value, error.ExitCode));
        Assert.Contains("'0002_add_currency'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'0002_add_cents'", error.Message, StringComparison.Ordinal);
    }

    private static TargetResolver Resolver(params (string Id, string[] Dependencies)[] migrations) =>
        new(new MigrationGraph(migrations.Select(static migration => (Define.Id(migration.Id), migration.Dependencies.Select(Define.Id)))));

    private static string Text(ResolvedTarget target) => string.Join(' ', target.Migrations);
}
