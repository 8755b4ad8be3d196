using System.Text.Json;

namespace DocMigrate.Cli.Tests.Support;

/// <summary>What every error of the tool must be like.</summary>
internal static class Expect
{
    /// <summary>The error in words: code, what is named, a remedy, and no stack trace.</summary>
    public static void Error(ToolRun run, int exitCode, string code, params string[] named)
    {
        run.Returned(exitCode);
        Assert.Contains($"error {code}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("  remedy: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at DocMigrate", run.Error, StringComparison.Ordinal);
        Assert.All(named, name => Assert.Contains(name, run.Error, StringComparison.Ordinal));
    }

    /// <summary>The error as the only document on the standard output.</summary>
    public static void JsonError(ToolRun run, int exitCode, string code)
    {
        run.Returned(exitCode);
        Assert.Equal(["error"], run.Json.EnumerateObject().Select(static property => property.Name));
        var error = run.Json.GetProperty("error");
        Assert.Equal(["code", "message", "remedy"], error.EnumerateObject().Select(static property => property.Name));
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.All(error.EnumerateObject(), static property => Assert.False(string.IsNullOrWhiteSpace(property.Value.GetString())));
    }

    /// <summary>The names of an object's properties, in order.</summary>
    public static void Properties(JsonElement element, params string[] names) =>
        Assert.Equal(names, element.EnumerateObject().Select(static property => property.Name));
}
