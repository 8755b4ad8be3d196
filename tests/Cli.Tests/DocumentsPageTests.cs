using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>The page for who doubts that documents need migrations.</summary>
public sealed class DocumentsPageTests(Workshop workshop)
{
    [Fact]
    public Task The_page_prints_what_it_says() => new PageRunner(workshop, workshop.NewFolder("documents")).FollowAsync("docs/documents.md");
}
