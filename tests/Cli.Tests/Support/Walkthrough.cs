using System.Globalization;
using System.Text.RegularExpressions;

namespace DocMigrate.Cli.Tests.Support;

/// <summary>
/// Does what a page says: a fenced block after a line that ends in <c>`file`:</c> is written to the file; a block of <c>sh</c> is typed;
/// a block of <c>text</c> must be what the commands before it printed, line by line, among other lines, with <c>…</c> for what differs from run to run.
/// A command succeeds, unless its line ends in a comment such as <c># exit code 3</c>.
/// </summary>
internal sealed partial class Walkthrough(Func<string, string, Task<ToolRun>> type, string folder)
{
    private readonly List<string> _printed = [];
    private string _folder = folder;

    /// <summary>Follows the page from a heading to the next of its rank, or to the end.</summary>
    public async Task FollowAsync(string page, string? heading)
    {
        var text = heading is null ? page : Section(page, heading);
        foreach (Match block in Block().Matches(text))
        {
            var body = block.Groups["body"].Value;
            var before = text[..block.Index].TrimEnd().Split('\n')[^1];
            switch (block.Groups["language"].Value)
            {
                case "sh":
                    await TypeAsync(body);
                    break;
                case "text":
                    Compare(body);
                    break;
                default:
                    Write(File().Match(before), body, before);
                    break;
            }
        }
    }

    private async Task TypeAsync(string body)
    {
        _printed.Clear();
        foreach (var line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("cd ", StringComparison.Ordinal))
            {
                _folder = Path.GetFullPath(line[3..], _folder);
                continue;
            }

            var expected = ExitCode().Match(line);
            var run = (await type(line, _folder)).Returned(expected.Success ? int.Parse(expected.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
            _printed.AddRange((run.Out + run.Error).ReplaceLineEndings("\n").Split('\n').Select(Timeless));
        }
    }

    private void Compare(string body)
    {
        var next = 0;
        foreach (var line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Timeless))
        {
            var found = _printed.FindIndex(next, printed => Fits(line, printed));
            Assert.True(found >= 0, $"The page says that this line is printed: '{line}'. Printed was, from there on:\n{string.Join('\n', _printed.Skip(next))}");
            next = found + 1;
        }
    }

    private static bool Fits(string line, string printed) => line.Contains('…', StringComparison.Ordinal)
        ? Regex.IsMatch(printed, "^" + string.Join(".*", line.Split('…').Select(Regex.Escape)) + "$")
        : line == printed;

    private void Write(Match file, string body, string before)
    {
        Assert.True(file.Success, $"A block follows the line '{before}', which names no file.");
        var path = Path.Combine(_folder, file.Groups[1].Value);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, body);
    }

    private static string Section(string page, string heading)
    {
        var start = page.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"There is no heading '{heading}'.");
        var end = page.IndexOf("\n## ", start + heading.Length, StringComparison.Ordinal);
        return end < 0 ? page[start..] : page[start..end];
    }

    private static string Timeless(string line) => Time().Replace(line, "(TIME)").TrimEnd();

    [GeneratedRegex("^```(?<language>\\w+)\n(?<body>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`([^`]+\\.\\w+)`(?: [^`]*)?:$")]
    private static partial Regex File();

    [GeneratedRegex("# exit code (\\d+)$")]
    private static partial Regex ExitCode();

    [GeneratedRegex(@"\(\d+\.\d\ds\)")]
    private static partial Regex Time();
}
