using System.Text.RegularExpressions;

namespace DocMigrate.Architecture.Tests;

public sealed partial class ErrorCodeTests
{
    [Fact]
    public void A_code_stands_for_one_kind_of_error()
    {
        var shared = Product.ErrorCodes.GroupBy(static code => code.Code.Value)
            .Where(static group => group.Count() > 1)
            .Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static code => code.Member))}");

        Assert.NotEmpty(Product.ErrorCodes);
        Rule.Holds(shared);
    }

    [Fact]
    public void A_code_is_DM_and_four_digits_and_has_a_title()
    {
        Rule.Holds(Product.ErrorCodes.Where(static code => !Code().IsMatch(code.Code.Value) || string.IsNullOrWhiteSpace(code.Code.Title)).Select(static code => code.Member));
    }

    [Fact]
    public void Every_code_has_its_page()
    {
        Rule.Holds(Product.ErrorCodes.Select(static code => $"docs/errors/{code.Code.Value}.md").Where(static page => !File.Exists(Repository.PathOf(page))).Distinct());
    }

    [Fact]
    public void Every_page_has_its_code()
    {
        var pages = Repository.FilesIn("docs/errors/", ".md").Select(static file => Path.GetFileNameWithoutExtension(file)).Where(static name => Code().IsMatch(name));

        Rule.Holds(pages.Except(Product.ErrorCodes.Select(static code => code.Code.Value)));
    }

    [Fact]
    public void A_page_has_the_title_of_its_code()
    {
        var wrong = from code in Product.ErrorCodes
                    let page = $"docs/errors/{code.Code.Value}.md"
                    where File.Exists(Repository.PathOf(page)) && Repository.ReadLines(page)[0] != $"# {code.Code.Value}: {code.Code.Title}"
                    select $"{page}: '{Repository.ReadLines(page)[0]}', code: '{code.Code.Title}'";

        Rule.Holds(wrong);
    }

    [Fact]
    public void A_page_says_what_happened_why_and_what_to_do()
    {
        var wrong = from file in Repository.FilesIn("docs/errors/DM", ".md")
                    let headings = Repository.ReadLines(file).Where(static line => line.StartsWith('#')).ToList()
                    where !headings[0].StartsWith($"# {Path.GetFileNameWithoutExtension(file)}: ", StringComparison.Ordinal)
                        || !headings.Skip(1).SequenceEqual(["## What happened", "## Why", "## What to do"])
                    select $"{file}: {string.Join(" | ", headings)}";

        Rule.Holds(wrong);
    }

    [GeneratedRegex(@"^DM[1-9]\d{3}$")]
    private static partial Regex Code();
}
