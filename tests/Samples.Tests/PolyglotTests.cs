using DocMigrate.MongoHost;

namespace DocMigrate.Samples.Tests;

public sealed class PolyglotTests
{
    [Fact]
    public async Task Goes_through_its_history_killed_and_checked_out_and_everything_compares_equal()
    {
        var server = TestServer.GivenUri is not null ? TestServer.Given() : await TestServer.StartAsync(isReplicaSet: true, TestContext.Current.CancellationToken);
        Assert.SkipWhen(server is null, TestServer.Needs);
        await using (server)
        {
            var (exitCode, output, errors) = await RunAsync(server.Uri, "--rows", "1000");

            Assert.True(exitCode == 0, $"Exit code {exitCode}:\n{output}\n{errors}");
            Assert.Equal("history: 4 applied in 2 stores, verified", output.TrimEnd().Split('\n')[^1].TrimEnd());
            Assert.Equal(2, output.Split('\n').Count(static line => line.Contains("halfway: ", StringComparison.Ordinal)));
            Assert.Equal(5, output.Split('\n').Count(static line => line.Contains("every value compared", StringComparison.Ordinal)));
            Assert.Empty(errors);
        }
    }

    [Theory]
    [InlineData("mongodb://127.0.0.1:1/", "--rows")]
    [InlineData("mongodb://127.0.0.1:1/", "--rows", "10")]
    [InlineData(null)]
    public async Task Says_how_it_is_used(string? server, params string[] arguments)
    {
        var (exitCode, _, errors) = await RunAsync(server, arguments);

        Assert.Equal(2, exitCode);
        Assert.StartsWith("Usage: MONGODB_URI=", errors, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(string? server, params string[] arguments)
    {
        // Beside this project's own output, in the same configuration.
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        return SampleProgram.RunAsync(
            Path.Combine(folder.Parent!.Parent!.FullName, "Polyglot", folder.Name, "Polyglot.dll"), new Dictionary<string, string?> { ["MONGODB_URI"] = server }, arguments);
    }
}
