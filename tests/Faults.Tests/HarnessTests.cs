using System.Text.Json;
using System.Text.RegularExpressions;
using DocMigrate.PostgresServer;

namespace DocMigrate.Faults.Tests;

/// <summary>The commands of docs/when-it-crashes.md, each with as little as shows that it works.</summary>
public sealed partial class HarnessTests
{
    private const string Command = "dotnet run -c Release --project tests/Faults -- ";

    // The moments around every write that belongs to a step.
    private const string Points = "transform.inside,checkpoint.before,checkpoint.after,journal.after,commit.before,commit.after";
    private const string FewPoints = "transform.inside,checkpoint.after,commit.after";
    private const string ServerPoints = "transform.inside,checkpoint.before,commit.unanswered";

    private static string Page { get; } = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "docs", "when-it-crashes.md"));

    public static TheoryData<string> Commands =>
        [.. Page.ReplaceLineEndings("\n").Split('\n').Where(static line => line.StartsWith(Command, StringComparison.Ordinal)).Select(static line => line[Command.Length..])];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task What_the_page_says_to_type_finds_no_harm(string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs Linux: the harness sends signals by their numbers.");
        if (command.Contains("postgresql", StringComparison.Ordinal) && PostgresCluster.Missing is { } missing)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", missing);
            Assert.Skip(missing);
        }

        if (command.Contains("mongodb", StringComparison.Ordinal) && !Directory.Exists(Path.Combine(Root(AppContext.BaseDirectory), "tests", "MongoServer", "node_modules")))
        {
            const string Missing = "Needs Node.js and 'npm ci --omit=dev' in tests/MongoServer.";
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Assert.Skip(Missing);
        }

        var points = command.Contains("--kill-server", StringComparison.Ordinal) ? ServerPoints
            : command.Contains("--stores sqlite,sqlite-json", StringComparison.Ordinal) ? Points : FewPoints;
        var number = points.Split(',').Length;
        var less = Kills().Replace(command, $"--kills {number} --points {points}")
            .Replace("--rounds 25", "--rounds 2", StringComparison.Ordinal)
            .Replace("--frozen-holder", "--frozen-holder --points step.started,checkpoint.after,commit.after,record.before", StringComparison.Ordinal)
            .Replace("--troubles", "--troubles --rounds 1", StringComparison.Ordinal);

        var report = await Harness.RunAsync(less.Split(' '));

        foreach (var (name, value) in Figures(report))
        {
            Assert.True(value == 0 || name is "kills" or "recovered" or "midStep" or "rounds", $"{name} is {value}: {report}");
        }

        if (report.TryGetProperty("kills", out var kills))
        {
            Assert.Equal(number, kills.GetInt32());
            Assert.Equal(number, report.GetProperty("recovered").GetInt32());
            Assert.All(points.Split(','), point => Assert.NotEqual(0, report.GetProperty("killsByPoint").GetProperty(point).GetInt32()));
        }
    }

    [Fact]
    public void The_page_shows_every_mode()
    {
        Assert.All(["--kills", "--same-file", "--workers 4", "--kill-server", "--stores sqlite-json ", "--stores postgresql-jsonb ", "--stores sqlite,postgresql-jsonb ", "--stores sqlite,mongodb ", "--standalone", "--self-test", "--race", "--frozen-holder", "--troubles"],
            mode => Assert.Contains(Commands, row => row.Data.Contains(mode, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_command_line_that_can_t_be_read_is_refused_with_what_there_is()
    {
        var error = await Harness.RefusedAsync("--kill", "3");

        Assert.Contains("'--kill' is not known.", error, StringComparison.Ordinal);
        Assert.Contains("--frozen-holder", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kills 6 --stores sqlite")]
    [InlineData("--kills 6 --stores sqlite-json,sqlite")]
    [InlineData("--kills 6 --stores sqlite-json --same-file")]
    [InlineData("--kills 6 --stores sqlite,sqlite-json --kill-server")]
    [InlineData("--race 2 --stores sqlite,postgresql-jsonb")]
    [InlineData("--self-test --stores sqlite-json")]
    public async Task Stores_that_can_t_be_tried_so_are_refused(string command) =>
        Assert.Contains("can't be", await Harness.RefusedAsync(command.Split(' ')), StringComparison.Ordinal);

    [GeneratedRegex("--kills [0-9]+")]
    private static partial Regex Kills();

    private static IEnumerable<(string Name, int Value)> Figures(JsonElement report) => report.EnumerateObject()
        .Where(static property => property.Value.ValueKind == JsonValueKind.Number).Select(static property => (property.Name, property.Value.GetInt32()));

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "DocMigrate.sln")) ? folder : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no DocMigrate.sln above."));
}
