using DocMigrate.Backends;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Loading;

public sealed class StoreProvidersTests
{
    [Fact]
    public void Finds_providers_by_their_attribute()
    {
        var providers = StoreProviders.Discover(typeof(StoreProvidersTests).Assembly);

        Assert.Contains("fake", providers.Names);
        Assert.IsType<FakeWorld>(providers.For(Store("fake")));
    }

    [Fact]
    public void Names_the_package_that_the_project_lacks()
    {
        var error = Assert.Throws<ConfigurationException>(() => new StoreProviders(new FakeWorld()).For(Store("sqlite-json")));

        Assert.Equal(("DM1008", ExitCode.Usage), (error.Code.Value, error.ExitCode));
        Assert.Contains("The store 'main' has the provider 'sqlite-json', which is in the package DocMigrate.Document.Sqlite", error.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet add package DocMigrate.Document.Sqlite", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_there_are_no_tables_on_PostgreSQL_yet()
    {
        var error = Assert.Throws<ConfigurationException>(() => new StoreProviders(new FakeWorld()).For(Store("postgresql")));

        Assert.Equal("DM1007", error.Code.Value);
        Assert.Contains("no tables there yet", error.Message, StringComparison.Ordinal);
        Assert.Contains("postgresql-jsonb", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggests_the_nearest_provider()
    {
        var error = Assert.Throws<ConfigurationException>(() => new StoreProviders(new FakeWorld()).For(Store("sqllite")));

        Assert.Equal("DM1007", error.Code.Value);
        Assert.Contains("Did you mean 'sqlite'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("'fake'", error.Remedy, StringComparison.Ordinal);
    }

    private static StoreSettings Store(string provider) => new() { Name = "main", Provider = provider, Connection = "c", BaseDirectory = "/" };
}
