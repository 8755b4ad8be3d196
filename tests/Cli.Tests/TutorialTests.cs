using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>A newcomer with nothing but the packages, an empty folder and the page.</summary>
public sealed class TutorialTests(Workshop workshop)
{
    [Fact]
    public async Task The_readme_alone_leads_from_nothing_to_a_migrated_and_rolled_back_database_with_an_empty_package_cache()
    {
        var folder = workshop.NewFolder("readme");
        var environment = new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = Path.Combine(folder, "cache"),
            ["NUGET_FALLBACK_PACKAGES"] = "",
        };

        await new PageRunner(workshop, folder, environment).FollowAsync("README.md", "## Tutorial");

        Assert.True(File.Exists(Path.Combine(folder, "Shop", "shop.db")));
    }

    [Fact]
    public async Task The_tutorial_prints_what_it_says_and_what_to_do_after_a_crash_can_be_typed_there()
    {
        var runner = new PageRunner(workshop, workshop.NewFolder("tutorial"));

        await runner.FollowAsync("docs/tutorial.md");
        await runner.FollowAsync("docs/when-it-crashes.md", "## What to type");
    }
}
