using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>What the page says is typed is typed, and prints what the page says.</summary>
public sealed class SeveralReplicasTests(Workshop workshop)
{
    [Fact]
    public async Task The_page_can_be_followed()
    {
        var token = TestContext.Current.CancellationToken;
        var folder = workshop.NewFolder("replicas");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "docmigrate.json"), """{ "stores": { "main": { "provider": "sqlite", "connection": "Data Source=shop.db" } } }""", token);
        var assembly = (await workshop.AssembliesAsync()).Shop;
        var page = await File.ReadAllTextAsync(Path.Combine(Workshop.Repository, "docs", "several-replicas.md"), token);

        await new Walkthrough((line, where) => workshop.ToolAsync(where, [.. line.Split(' ')[1..], "--assembly", assembly]), folder)
            .FollowAsync(page.ReplaceLineEndings("\n"), null);

        Assert.True(File.Exists(Path.Combine(folder, "shop.db")));
    }
}
