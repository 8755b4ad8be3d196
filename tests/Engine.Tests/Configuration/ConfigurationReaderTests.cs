using DocMigrate.Engine.Configuration;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Configuration;

public sealed class ConfigurationReaderTests : IDisposable
{
    private const string Valid = """
        {
          // Comments and trailing commas are allowed.
          "project": "Shop.csproj", "migrations": "Data/Migrations", "history": "catalog", "module": "shop",
          "stores": {
            "main":    { "provider": "sqlite",      "connection": "Data Source=shop.db" },
            "catalog": { "provider": "sqlite-json", "connection": "${CATALOG}", "table": "docs", "size": 7, "fast": true },
          },
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docmigrate-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Reads_everything_and_makes_paths_absolute()
    {
        var configuration = Read(Valid, environment: name => name == "CATALOG" ? "Data Source=c.db;Password=secret" : null);

        Assert.Equal(Path.Combine(_folder.FullName, "Shop.csproj"), configuration.Project);
        Assert.Equal(Path.Combine(_folder.FullName, "Data", "Migrations"), configuration.MigrationsDirectory);
        Assert.Equal(("catalog", "shop", _folder.FullName), (configuration.History, configuration.Module, configuration.BaseDirectory));
        Assert.Equal(["main", "catalog"], configuration.Stores.Select(static store => store.Name));
        var catalog = configuration.Store("catalog");
        Assert.Equal(("sqlite-json", "Data Source=c.db;Password=secret"), (catalog.Provider, catalog.Connection));
        Assert.Equal(_folder.FullName, catalog.BaseDirectory);
        Assert.Equal(["fast=true", "size=7", "table=docs"], catalog.Options.Select(static option => $"{option.Key}={option.Value}").Order());
    }

    [Fact]
    public void Has_defaults_for_all_but_the_stores()
    {
        var configuration = Read("""{ "stores": { "b": { "provider": "p", "connection": "c" }, "a": { "provider": "p", "connection": "c" } } }""");

        Assert.Equal(("b", "main"), (configuration.History, configuration.Module));
        Assert.Equal(Path.Combine(_folder.FullName, "Migrations"), configuration.MigrationsDirectory);
        Assert.Null(configuration.Project);
    }

    [Fact]
    public void An_override_replaces_the_connection_and_needs_no_variable_of_the_file()
    {
        var configuration = Read(Valid, new Dictionary<string, string> { ["catalog"] = "Data Source=other.db" }, static _ => null);

        Assert.Equal("Data Source=other.db", configuration.Store("catalog").Connection);
    }

    [Fact]
    public void An_override_of_an_unknown_store_suggests_the_nearest()
    {
        var error = Fails(Valid, "DM1006", new Dictionary<string, string> { ["catalogue"] = "x", ["catalog"] = "x" });

        Assert.Contains("'catalogue'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'catalog'?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"stores\": {\n    \"main\" { }\n  }\n}", "line 3, column 12")]
    [InlineData("", "line 1, column 1")]
    [InlineData("{ \"stores\": {} } trailing", "line 1, column 18")]
    [InlineData("{ \"é\": 1, }}", "line 1, column 12")]
    public void Says_line_and_column_of_invalid_JSON(string text, string place)
    {
        Assert.Contains(place, Fails(text, "DM1002").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_property_is_named_with_its_place_and_the_nearest()
    {
        var error = Fails("{\n  \"store\": { }\n}", "DM1003");

        Assert.Contains("line 2, column 3: there is no property 'store'. Did you mean 'stores'?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "must be an object")]
    [InlineData("{ }", "at least one store")]
    [InlineData("""{ "stores": { } }""", "at least one store")]
    [InlineData("""{ "stores": { "main": 1 } }""", "The store 'main' must be an object")]
    [InlineData("""{ "stores": { "main": { "connection": "c" } } }""", "no \"provider\"")]
    [InlineData("""{ "stores": { "main": { "provider": "p" } } }""", "no \"connection\"")]
    [InlineData("""{ "stores": { "main": { "provider": 1, "connection": "c" } } }""", "\"provider\" must be a text")]
    [InlineData("""{ "stores": { "main": { "provider": "p", "connection": " " } } }""", "\"connection\" must be a text that is not empty")]
    [InlineData("""{ "stores": { "main": { "provider": "p", "connection": "c", "x": [] } } }""", "\"x\" must be a text, a number")]
    [InlineData("""{ "module": "a", "module": "b" }""", "'module' is stated twice")]
    public void A_value_that_cannot_be_used_is_named_with_its_place(string text, string message)
    {
        var error = Fails(text, "DM1004");

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("line 1, column", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_is_not_set_is_named()
    {
        var error = Fails(Valid, "DM1005");

        Assert.Contains("'CATALOG' is not set", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_error_shows_a_connection()
    {
        var error = Fails(
            """{ "history": "mian", "stores": { "main": { "provider": "p", "connection": "Password=${SECRET}" } } }""", "DM1006", environment: static _ => "hunter2");

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Password", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'main'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_the_file_in_the_folder_or_above_it()
    {
        var file = Write("{}");
        var below = _folder.CreateSubdirectory("src").CreateSubdirectory("deep");

        Assert.Equal(file, ConfigurationReader.Find(null, below.FullName));
        Assert.Equal(file, ConfigurationReader.Find("../..", below.FullName));
        Assert.Equal(file, ConfigurationReader.Find(file, "/"));
    }

    [Theory]
    [InlineData("nothing.json")]
    [InlineData("src")]
    public void Says_where_it_looked(string path)
    {
        _folder.CreateSubdirectory("src");

        var error = Assert.Throws<ConfigurationException>(() => ConfigurationReader.Find(path, _folder.FullName));

        Assert.Equal(("DM1001", ExitCode.Usage), (error.Code.Value, error.ExitCode));
        Assert.Contains(Path.Combine(_folder.FullName, path), error.Message, StringComparison.Ordinal);
        Assert.Contains("docmigrate init", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main")]
    [InlineData("=x")]
    [InlineData("main=")]
    public void An_override_needs_store_and_connection(string text)
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationReader.ParseConnections([text]));

        Assert.Equal("DM1010", error.Code.Value);
    }

    [Fact]
    public void An_override_is_cut_at_the_first_equals_sign()
    {
        var connections = ConfigurationReader.ParseConnections(["main=Data Source=x.db;Mode=ReadOnly"]);

        Assert.Equal("Data Source=x.db;Mode=ReadOnly", connections["main"]);
    }

    private string Write(string text)
    {
        var file = Path.Combine(_folder.FullName, ConfigurationReader.FileName);
        File.WriteAllText(file, text);
        return file;
    }

    private MigrationConfiguration Read(
        string text, IReadOnlyDictionary<string, string>? connections = null, Func<string, string?>? environment = null) =>
        new ConfigurationReader(environment ?? (static _ => null)).Read(Write(text), connections);

    private ConfigurationException Fails(
        string text, string code, IReadOnlyDictionary<string, string>? connections = null, Func<string, string?>? environment = null)
    {
        var error = Assert.Throws<ConfigurationException>(() => Read(text, connections, environment));
        Assert.Equal((code, ExitCode.Usage), (error.Code.Value, error.ExitCode));
        Assert.NotEmpty(error.Remedy);
        return error;
    }
}
