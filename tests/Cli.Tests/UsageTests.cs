using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

public sealed class UsageTests(Workshop workshop)
{
    [Theory]
    [InlineData("migrat", "'migrat'", "Did you mean 'migrate'?")]
    [InlineData("show-migrations", "'show-migrations'", "Did you mean 'showmigrations'?")]
    [InlineData("migrate --plna", "'--plna'", "Did you mean '--plan'?")]
    [InlineData("migrate --conection main=x", "'--conection'", "Did you mean '--connection'?")]
    [InlineData("migrate shop 0001 0002", "'0002'", "docmigrate migrate --help")]
    [InlineData("migrate --lock-timeout soon", "soon", "0 or more")]
    [InlineData("migrate --lock-timeout -1", "-1", "0 or more")]
    [InlineData("migrate --verbosity norml", "'norml'", "Did you mean 'normal'?")]
    [InlineData("migrate --config", "--config", "docmigrate migrate --help")]
    public async Task Names_the_word_that_is_wrong_and_the_one_that_was_meant(string line, string named, string hint)
    {
        var run = await workshop.ToolAsync(workshop.Root, line.Split(' '));

        Expect.Error(run, 2, "DM1200", named, hint);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Prints_a_usage_error_as_json_when_asked_for_json()
    {
        Expect.JsonError(await workshop.ToolAsync(workshop.Root, "migrat", "--json"), 2, "DM1200");
    }

    [Fact]
    public async Task Without_arguments_it_shows_all_commands_under_the_name_that_people_type()
    {
        var run = (await workshop.ToolAsync(workshop.Root)).Returned(0);

        Assert.Contains("docmigrate [command]", run.Out, StringComparison.Ordinal);
        Assert.All(
            ["init", "makemigrations", "migrate", "showmigrations", "script, sqlmigrate", "check", "history", "dbshell"],
            command => Assert.Contains($"  {command} ", run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shows_its_version()
    {
        Assert.StartsWith(Workshop.Version, (await workshop.ToolAsync(workshop.Root, "--version")).Returned(0).Out, StringComparison.Ordinal);
    }
}
