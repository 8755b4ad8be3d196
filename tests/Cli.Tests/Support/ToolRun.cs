using System.Text.Json;

namespace DocMigrate.Cli.Tests.Support;

/// <summary>What a program returned and wrote.</summary>
public sealed record ToolRun(string Command, int ExitCode, string Out, string Error)
{
    /// <summary>The standard output as the one JSON document that it must be.</summary>
    public JsonElement Json
    {
        get
        {
            try
            {
                return JsonSerializer.Deserialize<JsonElement>(Out);
            }
            catch (JsonException error)
            {
                Assert.Fail($"{this}{Environment.NewLine}The output is not one JSON document: {error.Message}");
                throw;
            }
        }
    }

    /// <summary>Fails, with everything that was written, unless the program returned <paramref name="exitCode"/>.</summary>
    public ToolRun Returned(int exitCode)
    {
        if (ExitCode != exitCode)
        {
            Assert.Fail($"Exit code {ExitCode}, not {exitCode}: {this}");
        }

        return this;
    }

    public override string ToString() => $"{Command}{Environment.NewLine}--- out{Environment.NewLine}{Out}{Environment.NewLine}--- error{Environment.NewLine}{Error}";
}
