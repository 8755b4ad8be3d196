using System.Text.RegularExpressions;

namespace DocMigrate.Architecture.Tests;

public sealed partial class DocumentationTests
{
    private static IEnumerable<string> Pages => Repository.Files.Where(static file => file.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void A_relative_link_leads_to_a_file()
    {
        var broken = from file in Pages
                     from Match link in Link().Matches(CodeBlock().Replace(Repository.Read(file), ""))
                     let target = link.Groups[1].Value.Split('#')[0]
                     where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
                     let path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(file))!, target))
                     where !File.Exists(path) && !Directory.Exists(path)
                     select $"{file}: {target}";

        Rule.Holds(broken);
    }

    [Fact]
    public void A_link_to_a_heading_finds_it()
    {
        var broken = from file in Pages
                     from Match link in Link().Matches(CodeBlock().Replace(Repository.Read(file), ""))
                     let parts = link.Groups[1].Value.Split('#')
                     where parts.Length == 2 && !parts[0].Contains("://", StringComparison.Ordinal)
                     let path = parts[0].Length == 0 ? Repository.PathOf(file) : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(file))!, parts[0]))
                     where path.EndsWith(".md", StringComparison.Ordinal) && File.Exists(path) && !Anchors(path).Contains(parts[1])
                     select $"{file}: {link.Groups[1].Value}";

        Rule.Holds(broken);
    }

    [Theory]
    [InlineData("docs/operations/")]
    [InlineData("docs/errors/")]
    [InlineData("docs/adr/")]
    public void An_index_leads_to_every_page_of_its_folder(string folder)
    {
        var index = Repository.Read($"{folder}README.md");

        Rule.Holds(Repository.FilesIn(folder, ".md").Select(static file => Path.GetFileName(file))
            .Where(name => name != "README.md" && !index.Contains($"({name})", StringComparison.Ordinal))
            .Select(name => $"{folder}README.md does not lead to {name}"));
    }

    [Fact]
    public void Every_page_begins_with_its_title()
    {
        Rule.Holds(Pages.Where(static file => !Repository.ReadLines(file)[0].StartsWith("# ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Decisions_are_numbered_without_a_gap()
    {
        var numbers = Repository.FilesIn("docs/adr/", ".md").Select(static file => Path.GetFileName(file)).Where(static name => char.IsAsciiDigit(name[0]))
            .Select(static name => int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
    }

    private static HashSet<string> Anchors(string path) =>
        [.. File.ReadAllLines(path).Where(static line => line.StartsWith('#')).Select(static line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
