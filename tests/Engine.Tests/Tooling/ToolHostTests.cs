using System.Text.Json;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tests.Loading;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tests.Tooling;

/// <summary>Talks to the inner host as the tool does: one line in, lines out.</summary>
public sealed class ToolHostTests : IDisposable
{
    private const string Source = """
        [Migration("shop", "0001_first")] public sealed class A : Migration
        {
            public override void Build(MigrationBuilder m)
            {
                Console.WriteLine("noise");
                m.Add("main", new MakeOperation { Name = "x" });
            }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docmigrate-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Answers_with_one_result_and_keeps_the_project_s_console_output_out_of_it()
    {
        var (exitCode, lines) = await AskAsync(ToolCommand.Show);

        Assert.Equal(0, exitCode);
        var response = Assert.Single(lines);
        Assert.Equal(ToolResponseType.Result, response.Type);
        Assert.Equal(
            """[{"module":"shop","name":"0001_first","status":"pending","stores":[{"store":"main","status":"pending"}],"appliedAt":null}]""",
            response.Result!.Value.GetRawText());
    }

    [Fact]
    public async Task Shows_a_plan_in_its_stable_form()
    {
        var (_, lines) = await AskAsync(ToolCommand.Plan);

        Assert.Equal(
            """{"steps":[{"migration":"shop.0001_first","store":"main","direction":"forward","operations":[{"kind":"make","description":"Make x","reversible":true,"loss":"lossless","execution":"client","estimatedDocuments":7}]}]}""",
            Assert.Single(lines).Result!.Value.GetRawText());
    }

    [Fact]
    public async Task Sends_events_with_their_kind_before_the_result()
    {
        var (exitCode, lines) = await AskAsync(ToolCommand.Migrate);

        Assert.Equal(0, exitCode);
        var events = lines[..^1].Select(static line => line.Event!).ToArray();
        Assert.Contains(events, static item => item is WarningEvent { Message: "Creating fake database c." });
        Assert.Contains(events, static item => item is StepCompletedEvent { Store: "main", Migration: { Module: "shop", Name: "0001_first" } });
        Assert.Equal("shop.0001_first", lines[^1].Result!.Value.GetProperty("applied")[0].GetString());
    }

    [Fact]
    public async Task An_error_has_code_message_remedy_and_exit_code()
    {
        var (exitCode, lines) = await AskAsync(ToolCommand.Migrate, new ToolArguments { Module = "shpo" });

        var error = Assert.Single(lines).Error!;
        Assert.Equal((2, "DM2213", ExitCode.Usage), (exitCode, error.Code, error.ExitCode));
        Assert.Contains("'shop'", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
        Assert.Null(error.Detail);
    }

    [Theory]
    [InlineData("", "DM1102")]
    [InlineData("not json", "DM1102")]
    [InlineData("null", "DM1102")]
    [InlineData("""{"protocol":99,"command":"show","configurationPath":"c","assemblyPath":"a"}""", "DM1101")]
    public async Task Refuses_what_it_does_not_understand(string line, string code)
    {
        var (exitCode, lines) = await SendAsync(line);

        Assert.Equal(2, exitCode);
        Assert.Equal(code, Assert.Single(lines).Error!.Code);
    }

    [Fact]
    public async Task Names_an_assembly_that_is_not_there()
    {
        var (_, lines) = await SendAsync(JsonSerializer.Serialize(Request(ToolCommand.Show, new ToolArguments(), "nothing.dll"), ToolJson.Line));

        Assert.Equal("DM1103", Assert.Single(lines).Error!.Code);
    }

    [Fact]
    public async Task Is_stopped_by_cancellation_with_the_exit_code_for_it()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        using var output = new StringWriter();

        var exitCode = await ToolHost.RunAsync(new StringReader("{}"), output, cancellation.Token);

        Assert.Equal(130, exitCode);
        Assert.Contains("\"exitCode\":\"cancelled\"", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_which_shell_opens_a_store()
    {
        var (_, lines) = await AskAsync(ToolCommand.Shell, new ToolArguments { Store = "main" });

        Assert.Equal("fakesql", Assert.Single(lines).Result!.Value.GetProperty("program").GetString());
    }

    [Fact]
    public async Task Checks_and_reports_pending_migrations()
    {
        var (exitCode, lines) = await AskAsync(ToolCommand.Check);

        Assert.Equal(0, exitCode);
        var report = Assert.Single(lines).Result!.Value.Deserialize<CheckReport>(ToolJson.Line)!;
        Assert.Equal((CheckProblemKind.Pending, "shop.0001_first"), (Assert.Single(report.Problems).Kind, report.Problems[0].Migration));
    }

    [Fact]
    public async Task Writes_an_empty_migration_unless_it_is_a_dry_run()
    {
        var folder = Path.Combine(_folder.FullName, "Migrations");

        var (_, dry) = await AskAsync(ToolCommand.MakeMigrations, new ToolArguments { Empty = true, DryRun = true, Module = "shop", MigrationName = "next" });
        Assert.False(Directory.Exists(folder));
        Assert.False(dry[^1].Result!.Value.GetProperty("written").GetBoolean());

        await AskAsync(ToolCommand.MakeMigrations, new ToolArguments { Empty = true, Module = "shop", MigrationName = "next" });
        var text = await File.ReadAllTextAsync(Path.Combine(folder, "0002_next.cs"), TestContext.Current.CancellationToken);
        Assert.Contains("migration.DependsOn(\"0001_first\");", text, StringComparison.Ordinal);

        var (exitCode, again) = await AskAsync(ToolCommand.MakeMigrations, new ToolArguments { Empty = true, Module = "shop", MigrationName = "next" });
        Assert.Equal((2, "DM2220"), (exitCode, again[^1].Error!.Code));
    }

    private Task<(int ExitCode, ToolResponse[] Lines)> AskAsync(ToolCommand command, ToolArguments? arguments = null)
    {
        var name = $"Project{Guid.NewGuid():N}";
        var path = Path.Combine(_folder.FullName, name + ".dll");
        using (var image = Compiled.Image(Source, name))
        {
            File.WriteAllBytes(path, image.ToArray());
        }

        return SendAsync(JsonSerializer.Serialize(Request(command, arguments ?? new ToolArguments(), path), ToolJson.Line));
    }

    private ToolRequest Request(ToolCommand command, ToolArguments arguments, string assembly)
    {
        var configuration = Path.Combine(_folder.FullName, "docmigrate.json");
        File.WriteAllText(configuration, """{ "module": "shop", "stores": { "main": { "provider": "fake", "connection": "c" } } }""");
        return new ToolRequest
        {
            Protocol = ToolRequest.CurrentProtocol,
            Command = command,
            ConfigurationPath = configuration,
            AssemblyPath = assembly,
            Arguments = arguments,
        };
    }

    private static async Task<(int ExitCode, ToolResponse[] Lines)> SendAsync(string line)
    {
        using var output = new StringWriter();
        var exitCode = await ToolHost.RunAsync(new StringReader(line + "\n"), output, TestContext.Current.CancellationToken);
        return (exitCode, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static text => JsonSerializer.Deserialize<ToolResponse>(text, ToolJson.Line)!)]);
    }
}
