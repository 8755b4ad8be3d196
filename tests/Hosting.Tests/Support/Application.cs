using DocMigrate.Engine.Loading;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DocMigrate.Hosting.Tests.Support;

/// <summary>A folder with two SQLite files, <c>main</c> of tables and <c>docs</c> of documents, and applications on them.</summary>
internal sealed class Application : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docmigrate-");

    public RecordingLogs Logs { get; } = new();

    public string Folder => _folder.FullName;

    /// <summary>A table and a collection.</summary>
    public static MigrationDefinition First { get; } = Define("shop.0001_initial", static migration => migration
        .Sql("main", static sql => sql
            .CreateTable("orders", static t => t.Column("id", static c => c.Int64().Key()).Column("price", static c => c.Text())))
        .Documents("docs", "items", static c => c.Create()));

    /// <summary>Changes both.</summary>
    public static MigrationDefinition Second { get; } = Define("shop.0002_amount", static migration => migration
        .Sql("main", static sql => sql.RenameColumn("orders", "price", "amount"))
        .Documents("docs", "items", static c => c.Rename("title", "name")));

    /// <summary>Fails on the second store.</summary>
    public static MigrationDefinition Failing { get; } = Define("shop.0002_failing", static migration => migration
        .Sql("main", static sql => sql.AddColumn("orders", "note", static c => c.Text()))
        .Documents("docs", "items", static c => c.Transform("refuse", static _ => throw new FormatException("unfit"), static item => item)));

    /// <summary>The configuration, as appsettings.json would have it.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    public static MigrationDefinition Define(string id, Action<MigrationBuilder> build)
    {
        var builder = new MigrationBuilder(MigrationId.Parse(id));
        if (!id.Contains("0001", StringComparison.Ordinal))
        {
            builder.DependsOn("0001_initial");
        }

        build(builder);
        return builder.ToDefinition();
    }

    /// <summary>An application on the two stores with these migrations.</summary>
    public IHost Build(IEnumerable<MigrationDefinition> migrations, Action<DocMigrateOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        Build(
            options =>
            {
                options.Catalog = MigrationCatalog.FromDefinitions(migrations);
                options.AddStore("main", "sqlite", $"Data Source={PathOf("main")}").AddStore("docs", "sqlite-json", $"Data Source={PathOf("docs")}");
                configure?.Invoke(options);
            },
            services);

    /// <summary>An application with these options.</summary>
    public IHost Build(Action<DocMigrateOptions> configure, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = Folder });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
        builder.Services.AddDocMigrate(configure);
        builder.Services.AddHealthChecks().AddDocMigrate();
        services?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>Starts such an application, and stops it when it has started.</summary>
    public async Task StartAsync(params MigrationDefinition[] migrations)
    {
        using var host = Build(migrations);
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<HealthReportEntry> HealthOfAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        return report.Entries["docmigrate"];
    }

    public string PathOf(string store) => Path.Combine(Folder, store + ".db");

    public void AddItems(int count) => Execute(
        "docs",
        $$"""INSERT INTO items (_id, document) SELECT value, jsonb_object('_id', value, 'title', 'no. ' || value) FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < {{count}}) SELECT value FROM n)""");

    public string[] Rows(string store, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(store)};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetValue(0).ToString()!);
        }

        return [.. rows];
    }

    public void Execute(string store, string sql) => Rows(store, sql);

    public void Dispose()
    {
        Logs.Dispose();
        _folder.Delete(recursive: true);
    }
}
