using System.Reflection;
using System.Text.RegularExpressions;
using DocMigrate.Hosting.Logging;
using DocMigrate.Hosting.Tests.Support;
using Microsoft.Extensions.Logging;

namespace DocMigrate.Hosting.Tests;

public sealed partial class LoggingTests : IDisposable
{
    private readonly Application _application = new();

    private static IEnumerable<LoggerMessageAttribute> Messages =>
        typeof(RunLog).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>();

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Tells_a_run_in_the_order_in_which_it_happens()
    {
        await _application.StartAsync(Application.First);

        var information = _application.Logs.Lines.Where(static line => line.Level == LogLevel.Information).Select(static line => line.Event.Id);
        Assert.Equal([1, 4, 8, 4, 8, 11, 2], information);
        Assert.Equal("shop.0001_initial on main: begins (Forward)", _application.Logs.Lines.First(static line => line.Event.Id == 4).Text);
        Assert.Equal("StepStarted", _application.Logs.Lines.First(static line => line.Event.Id == 4).Event.Name);
        Assert.Equal(2, _application.Logs.Lines.Count(static line => line.Event.Id == 12 && line.Text.StartsWith("Creating ", StringComparison.Ordinal)));
        Assert.Contains(6, _application.Logs.Ids);
    }

    [Fact]
    public async Task Says_so_when_there_is_nothing_to_do()
    {
        await _application.StartAsync(Application.First);
        var before = _application.Logs.Lines.Count;

        await _application.StartAsync(Application.First);

        Assert.Equal([3], _application.Logs.Ids.Skip(before));
    }

    [Fact]
    public async Task Tells_of_a_failed_step_and_of_one_that_goes_on()
    {
        await _application.StartAsync(Application.First);
        _application.AddItems(3);
        var broken = Application.Define("shop.0002_broken", static migration => migration.Sql("main", static sql => sql.RunSql("SELECT * FROM nowhere", "SELECT 1")));

        await Assert.ThrowsAnyAsync<Errors.MigrationException>(() => _application.StartAsync(Application.First, broken));

        var failed = Assert.Single(_application.Logs.Lines, static line => line.Event.Id == 9);
        Assert.Equal(LogLevel.Error, failed.Level);
        Assert.StartsWith("shop.0002_broken on main: failed: ", failed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_logs_a_secret()
    {
        const string secret = "geheim-4711";
        _application.Settings["ConnectionStrings:main"] = $"Data Source={_application.PathOf("main")};Password={secret}";

        await Assert.ThrowsAnyAsync<Exception>(() => _application.StartAsync(Application.First));

        Assert.Contains(_application.Logs.Ids, static id => id is 20 or 21);
        Assert.DoesNotContain(_application.Logs.All, static line => line.Text.Contains(secret, StringComparison.Ordinal)
            || (line.Error?.ToString().Contains(secret, StringComparison.Ordinal) ?? false));
    }

    [Fact]
    public void The_page_lists_every_event_with_its_level()
    {
        var listed = Row().Matches(Repository.Read("docs/hosting.md")).Select(static row => (int.Parse(row.Groups[1].Value, null), row.Groups[2].Value, row.Groups[3].Value));
        var logged = typeof(RunLog).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(static method => (Method: method.Name, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(static pair => pair.Message is not null)
            .Select(static pair => (pair.Message!.EventId, pair.Method, pair.Message.Level.ToString()));

        Assert.Equal(logged.Order(), listed.Order());
        Assert.Equal(Messages.Count(), Messages.DistinctBy(static message => message.EventId).Count());
    }

    [GeneratedRegex(@"^\| (\d+) \| `(\w+)` \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
