namespace DocMigrate.Samples.Tests;

public sealed class ShopTests
{
    [Fact]
    public async Task Goes_there_and_back_and_there_again_and_everything_compares_equal()
    {
        var (exitCode, output, errors) = await RunAsync("--rows", "2000");

        Assert.True(exitCode == 0, $"Exit code {exitCode}:\n{output}\n{errors}");
        Assert.Equal("history: 4 applied in 2 stores, verified", output.TrimEnd().Split('\n')[^1].TrimEnd());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Leaves_a_folder_that_was_named_and_refuses_to_work_in_it_again()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"docmigrate-shop-test-{Guid.NewGuid():N}");
        try
        {
            var (first, output, errors) = await RunAsync("--rows", "200", "--folder", folder);
            Assert.True(first == 0, $"Exit code {first}:\n{output}\n{errors}");
            Assert.True(File.Exists(Path.Combine(folder, "shop.db")) && File.Exists(Path.Combine(folder, "catalog.db")));

            var (second, _, complaint) = await RunAsync("--rows", "200", "--folder", folder);
            Assert.Equal(2, second);
            Assert.Contains("not empty", complaint, StringComparison.Ordinal);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    [Theory]
    [InlineData("--rows")]
    [InlineData("--rows", "many")]
    [InlineData("--bogus", "1")]
    public async Task Says_how_it_is_used(params string[] arguments)
    {
        var (exitCode, _, errors) = await RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.StartsWith("Usage: ", errors, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        SampleProgram.RunAsync(Path.Combine(AppContext.BaseDirectory, "Shop.dll"), null, arguments);
}
