using DocMigrate.Engine;
using DocMigrate.Errors;
using DocMigrate.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DocMigrate.Hosting.Tests;

public sealed class OptionsTests : IDisposable
{
    private readonly Application _application = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _application.Dispose();

    public static TheoryData<string, Action<DocMigrateOptions>, string> Wrong => new()
    {
        { "DM1300", static options => options.ConfigurationPath = "docmigrate.json", "configuration file" },
        { "DM1300", static options => options.AddStore("main", "sqlite", "Data Source=x.db"), "'main' was added twice" },
        { "DM1300", static options => options.LockTimeout = TimeSpan.FromTicks(-1), "negative" },
        { "DM1300", static options => options.OnFailure = (StartFailure)7, "7" },
        { "DM1301", static options => options.AddStore("third", "sqlite"), "'third' has no connection string" },
        { "DM1006", static options => options.History = "mian", "Did you mean 'main'?" },
        { "DM1007", static options => options.AddStore("third", "sqlit", "Data Source=x.db"), "Did you mean 'sqlite'?" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Refuses_options_that_can_not_be_used(string code, Action<DocMigrateOptions> configure, string text)
    {
        using var host = _application.Build([Application.First], configure);

        var error = Assert.Throws<ConfigurationException>(() => host.Services.GetRequiredService<MigratorFactory>().Open());

        Assert.Equal(code, error.Code.Value);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DocMigrate:LokTimeout", "1", "Did you mean 'LockTimeout'?")]
    [InlineData("DocMigrate:LockTimeout", "soon", "DocMigrate:LockTimeout")]
    public void Refuses_a_section_that_can_not_be_read(string key, string value, string text)
    {
        _application.Settings[key] = value;
        using var host = _application.Build([Application.First]);

        var error = Assert.Throws<ConfigurationException>(() => host.Services.GetRequiredService<MigratorFactory>().Open());

        Assert.Equal("DM1300", error.Code.Value);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Needs_stores_or_a_file()
    {
        using var host = _application.Build(static options => options.Migrations = typeof(OptionsTests).Assembly);

        var error = Assert.Throws<ConfigurationException>(() => host.Services.GetRequiredService<MigratorFactory>().Open());

        Assert.Equal("DM1302", error.Code.Value);
        Assert.Contains(_application.Folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_of_the_application_replaces_that_of_the_code()
    {
        _application.Settings["ConnectionStrings:main"] = $"Data Source={_application.PathOf("elsewhere")}";

        await _application.StartAsync(Application.First);

        Assert.True(File.Exists(_application.PathOf("elsewhere")));
        Assert.False(File.Exists(_application.PathOf("main")));
    }

    [Fact]
    public async Task Reads_the_file_in_the_content_root_with_the_connection_strings_of_the_application()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_application.Folder, "docmigrate.json"),
            """
            { "stores": {
              "main": { "provider": "sqlite", "connection": "${NOT_SET_ANYWHERE}" },
              "docs": { "provider": "sqlite-json", "connection": "Data Source=beside.db" } } }
            """,
            Token);
        _application.Settings["ConnectionStrings:main"] = $"Data Source={_application.PathOf("main")}";
        _application.Settings["ConnectionStrings:unrelated"] = "Server=elsewhere";
        using var host = _application.Build(static options => options.Catalog = Engine.Loading.MigrationCatalog.FromDefinitions([Application.First]));

        await host.StartAsync(Token);
        await host.StopAsync(Token);

        Assert.True(File.Exists(_application.PathOf("main")));
        Assert.True(File.Exists(_application.PathOf("beside")));
    }

    [Fact]
    public async Task What_the_configuration_says_replaces_what_the_code_says()
    {
        _application.Settings["DocMigrate:MigrateAtStart"] = "false";
        using var host = _application.Build([Application.First], static options => options.MigrateAtStart = true);

        await host.StartAsync(Token);
        await host.StopAsync(Token);

        Assert.False(File.Exists(_application.PathOf("main")));
    }

    [Fact]
    public async Task Each_scope_has_a_migrator_of_its_own()
    {
        using var host = _application.Build([Application.First]);
        await using var one = host.Services.CreateAsyncScope();
        await using var two = host.Services.CreateAsyncScope();

        var migrator = one.ServiceProvider.GetRequiredService<Migrator>();

        Assert.Same(migrator, one.ServiceProvider.GetRequiredService<Migrator>());
        Assert.NotSame(migrator, two.ServiceProvider.GetRequiredService<Migrator>());
        Assert.Equal("0001_initial", Assert.Single(await migrator.ShowAsync(Token)).Name);
    }

    [Fact]
    public async Task The_application_can_migrate_at_a_time_of_its_own()
    {
        await using var services = new ServiceCollection().AddDocMigrate(options =>
        {
            options.Catalog = Engine.Loading.MigrationCatalog.FromDefinitions([Application.First]);
            options.AddStore("main", "sqlite", $"Data Source={_application.PathOf("main")}").AddStore("docs", "sqlite-json", $"Data Source={_application.PathOf("docs")}");
        }).BuildServiceProvider();

        var result = await services.GetRequiredService<MigratorFactory>().MigrateAsync(Token);

        Assert.Equal("shop.0001_initial", Assert.Single(result.Applied).ToString());
    }
}
