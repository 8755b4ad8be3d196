using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>docs/restoring-one-store.md, on real files.</summary>
public sealed class RestoringOneStoreTests(Workshop workshop)
{
    [Fact]
    public async Task The_page_on_restoring_one_store_does_what_it_says()
    {
        var folder = workshop.NewFolder("restoring");
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName((await workshop.AssembliesAsync()).Restore)!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await new PageRunner(workshop, folder).FollowAsync("docs/restoring-one-store.md");
    }
}
