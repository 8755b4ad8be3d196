using Microsoft.Extensions.Hosting;

namespace DocMigrate.Hosting.Tests.Support;

/// <summary>A service of the application, such as a web server: says what was there when it started.</summary>
internal sealed class Probe(Func<object> look) : IHostedService
{
    public object? Seen { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Seen = look();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
