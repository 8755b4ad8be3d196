using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes lines of which the first begins with a name and a colon.</summary>
internal static class PartText
{
    public static void Write(IAnsiConsole text, string lines)
    {
        var end = lines.IndexOf('\n', StringComparison.Ordinal) is var line and >= 0 ? line : lines.Length;
        var title = lines[..end];
        var name = title.LastIndexOf(": ", StringComparison.Ordinal) is var colon and > 0 ? colon : 0;
        text.MarkupInterpolated($"[bold]{title[..name]}[/]");

        // As they are: the console would break long lines wherever its window ends.
        text.Profile.Out.Writer.WriteLine(title[name..] + lines[end..]);
    }
}
