using DocMigrate.Errors;
using DocMigrate.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DocMigrate.Hosting.Tests;

public sealed class MigrateAtStartTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Application _application = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Migrates_before_any_service_of_the_application_starts()
    {
        var probe = new Probe(() => _application.Rows("main", "SELECT name FROM pragma_table_info('orders')").Length);

        // Registered first, and yet it starts after.
        using var host = _application.Build([Application.First, Application.Second], null, services => services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(probe)));
        await host.StartAsync(Token);

        Assert.Equal(2, probe.Seen);
        Assert.Equal(HealthStatus.Healthy, (await Application.HealthOfAsync(host)).Status);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Leaves_the_stores_alone_when_told_so()
    {
        _application.Settings["DocMigrate:MigrateAtStart"] = "false";

        await _application.StartAsync(Application.First);

        Assert.Empty(Directory.GetFiles(_application.Folder));
        Assert.Equal([24], _application.Logs.Ids);
    }

    [Fact]
    public async Task A_migration_that_fails_stops_the_application_and_says_why()
    {
        await _application.StartAsync(Application.First);
        _application.AddItems(3);
        var probe = new Probe(static () => true);
        var host = _application.Build([Application.First, Application.Failing], null, services => services.AddSingleton<IHostedService>(probe));

        var code = await host.RunMigratedAsync(Token);

        Assert.Equal((int)ExitCode.Failed, code);
        Assert.Null(probe.Seen);
        var line = _application.Logs.Lines[^1];
        Assert.Equal((20, LogLevel.Critical), (line.Event.Id, line.Level));
        Assert.Matches(@"^The application does not start\. DM\d{4}: .*items", line.Text);
    }

    [Fact]
    public async Task Without_an_exit_code_to_return_the_error_itself_ends_the_application()
    {
        await _application.StartAsync(Application.First);
        _application.AddItems(3);
        using var host = _application.Build([Application.First, Application.Failing]);

        await Assert.ThrowsAnyAsync<MigrationException>(() => host.StartAsync(Token));
    }

    [Fact]
    public async Task Starts_anyway_when_it_may_and_its_health_tells()
    {
        await _application.StartAsync(Application.First);
        _application.AddItems(3);
        using var host = _application.Build([Application.First, Application.Failing], static options => options.OnFailure = StartFailure.StartAnyway);

        await host.StartAsync(Token);

        Assert.Equal(22, _application.Logs.Lines[^1].Event.Id);
        Assert.Equal(HealthStatus.Unhealthy, (await Application.HealthOfAsync(host)).Status);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task A_wrong_configuration_stops_it_whatever_may()
    {
        using var host = _application.Build([Application.First], static options =>
        {
            options.OnFailure = StartFailure.StartAnyway;
            options.LockTimeout = TimeSpan.FromSeconds(-1);
        });

        Assert.Equal((int)ExitCode.Usage, await host.RunMigratedAsync(Token));

        Assert.Contains("DM1300", Assert.Single(_application.Logs.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_until_it_is_stopped_and_returns_zero()
    {
        var host = _application.Build([Application.First]);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Register(lifetime.StopApplication);

        Assert.Equal(0, await host.RunMigratedAsync(Token).WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task Asked_to_stop_it_ends_at_the_next_safe_point_and_the_next_start_goes_on()
    {
        const int documents = 3_000;
        await _application.StartAsync(Application.First);
        _application.AddItems(documents);
        using var gate = new Gate(documents);
        var host = _application.Build([Application.First, gate.Migration]);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var run = Task.Run(() => host.RunMigratedAsync(Token), Token);
        await gate.Reached.WaitAsync(Patience, Token);

        lifetime.StopApplication();
        gate.Open();

        Assert.Equal((int)ExitCode.Cancelled, await run.WaitAsync(Patience, Token));
        Assert.Equal(23, _application.Logs.Lines[^1].Event.Id);

        await _application.StartAsync(Application.First, gate.Migration);
        Assert.Equal([$"{documents}"], _application.Rows("docs", "SELECT count(*) FROM items WHERE document ->> 'passed' = 1"));
    }

    [Fact]
    public async Task Another_run_that_holds_the_lock_in_silence_is_waited_for_no_longer_than_stated()
    {
        const int documents = 3_000;
        await _application.StartAsync(Application.First);
        _application.AddItems(documents);
        using var gate = new Gate(documents);
        using var first = _application.Build([Application.First, gate.Migration]);
        var holder = Task.Run(() => first.StartAsync(Token), Token);
        await gate.Reached.WaitAsync(Patience, Token);
        _application.Settings["DocMigrate:LockTimeout"] = "00:00:00";
        var second = _application.Build([Application.First, gate.Migration]);

        Assert.Equal((int)ExitCode.Locked, await second.RunMigratedAsync(Token).WaitAsync(Patience, Token));

        gate.Open();
        await holder.WaitAsync(Patience, Token);
        await first.StopAsync(Token);
    }
}
