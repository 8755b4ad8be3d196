using DocMigrate.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DocMigrate.Hosting.Tests;

public sealed class HealthTests : IDisposable
{
    private readonly Application _application = new();

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Healthy_when_all_is_applied()
    {
        await _application.StartAsync(Application.First, Application.Second);

        var health = await CheckAsync(Application.First, Application.Second);

        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Equal(0, health.Data["pending"]);
        Assert.All(health.Data, static pair => Assert.Equal(0, pair.Value));
    }

    [Fact]
    public async Task Unhealthy_when_a_migration_is_pending_and_creates_nothing()
    {
        var health = await CheckAsync(Application.First, Application.Second);

        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Equal(2, health.Data["pending"]);
        Assert.Equal(["shop.0001_initial", "shop.0002_amount"], (string[])health.Data["pendingNames"]);
        Assert.Empty(Directory.GetFiles(_application.Folder));
    }

    [Fact]
    public async Task Degraded_when_the_stores_are_ahead_of_the_code_as_an_old_version_is_in_a_rolling_deployment()
    {
        await _application.StartAsync(Application.First, Application.Second);

        var health = await CheckAsync(Application.First);

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal(["shop.0002_amount"], (string[])health.Data["notInCodeNames"]);
    }

    [Fact]
    public async Task Degraded_when_an_applied_migration_was_edited()
    {
        await _application.StartAsync(Application.First, Application.Second);
        var edited = Application.Define("shop.0002_amount", static migration => migration.Sql("main", static sql => sql.RenameColumn("orders", "price", "sum")));

        var health = await CheckAsync(Application.First, edited);

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal(1, health.Data["edited"]);
        Assert.Contains("edited", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unhealthy_when_a_migration_is_half_done()
    {
        await _application.StartAsync(Application.First);
        var broken = Application.Define("shop.0002_broken", static migration => migration
            .Sql("main", static sql => sql.AddColumn("orders", "note", static c => c.Text()))
            .Sql("main", static sql => sql.RunSql("SELECT * FROM nowhere", "SELECT 1")));
        await Assert.ThrowsAnyAsync<Errors.MigrationException>(() => _application.StartAsync(Application.First, broken));

        var health = await CheckAsync(Application.First, broken);

        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Equal((1, 0), (health.Data["halfDone"], health.Data["pending"]));
    }

    [Fact]
    public async Task Unhealthy_when_a_store_can_not_be_reached()
    {
        await _application.StartAsync(Application.First);
        File.Delete(_application.PathOf("docs"));
        await File.WriteAllTextAsync(_application.PathOf("docs"), new string('x', 5000), TestContext.Current.CancellationToken);

        var health = await CheckAsync(Application.First);

        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Equal(["docs"], (string[])health.Data["unreachableNames"]);
    }

    [Fact]
    public async Task Unhealthy_when_a_store_was_deleted()
    {
        await _application.StartAsync(Application.First);
        File.Delete(_application.PathOf("docs"));

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(Application.First)).Status);
    }

    [Fact]
    public async Task Unhealthy_when_the_options_can_not_be_used()
    {
        _application.Settings["DocMigrate:LockTimeout"] = "soon";

        var health = await CheckAsync(Application.First);

        Assert.Equal((HealthStatus.Unhealthy, "DM1300"), (health.Status, (string)health.Data["error"]));
    }

    [Fact]
    public async Task Reports_the_status_that_was_asked_for()
    {
        using var host = _application.Build([Application.First], null, static services => services.AddHealthChecks().AddDocMigrate("stores", HealthStatus.Degraded, ["ready"]));

        var report = await host.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(static check => check.Tags.Contains("ready"), TestContext.Current.CancellationToken);

        Assert.Equal(HealthStatus.Degraded, Assert.Single(report.Entries).Value.Status);
    }

    private async Task<HealthReportEntry> CheckAsync(params MigrationDefinition[] migrations)
    {
        using var host = _application.Build(migrations);
        return await Application.HealthOfAsync(host);
    }
}
