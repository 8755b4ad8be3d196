using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>A newcomer with nothing but the packages, an empty folder and the page.</summary>
public sealed class TutorialTests(Workshop workshop)
{
    [Fact]
    public async Task The_readme_alone_leads_from_nothing_to_a_migrated_and_rolled_back_database_with_an_empty_package_cache()
    {
        var folder = workshop.NewFolder("readme");
        var environment = new Dictionary<string, string>(workshop.Environment)
        {
            ["NUGET_PACKAGES"] = Path.Combine(folder, "cache"),
            ["NUGET_FALLBACK_PACKAGES"] = "",
        };

        await FollowAsync(folder, "README.md", "## Tutorial", environment);

        Assert.True(File.Exists(Path.Combine(folder, "Shop", "shop.db")));
    }

    [Fact]
    public async Task The_tutorial_prints_what_it_says()
    {
        await FollowAsync(workshop.NewFolder("tutorial"), Path.Combine("docs", "tutorial.md"), null, workshop.Environment);
    }

    private async Task FollowAsync(string folder, string page, string? heading, IReadOnlyDictionary<string, string> environment)
    {
        var token = TestContext.Current.CancellationToken;
        await workshop.PackAsync(token);
        var text = (await File.ReadAllTextAsync(Path.Combine(Workshop.Repository, page), token)).ReplaceLineEndings("\n");
        await new Walkthrough(TypeAsync, folder).FollowAsync(text, heading);

        async Task<ToolRun> TypeAsync(string line, string where)
        {
            var words = line.Split(' ');
            if (words is ["dotnet", "pack", ..])
            {
                // Packed already, from the same projects; what is left is to put the packages where the page says.
                Directory.CreateSymbolicLink(Path.GetFullPath(words[^1], Path.Combine(folder, "repository")), workshop.Feed);
                return new ToolRun(line, 0, "", "");
            }

            var program = words[0].Contains('/', StringComparison.Ordinal) ? Path.Combine(where, words[0]) : words[0];
            return await Programs.RunAsync(program, words[1..], where, environment, token);
        }
    }
}
