namespace Shop.Demo;

/// <summary>Writes to the console: with colours and moving progress on a terminal, as plain lines elsewhere.</summary>
internal sealed class Screen(TextWriter output, bool isTerminal)
{
    private const int Width = 108;
    private bool _lineIsOpen;

    public static Screen OfConsole() =>
        new(Console.Out, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    public void Title(string text)
    {
        Line();
        Line(Style("1;36", text));
        Line(Style("36", new string('─', text.Length)));
    }

    public void Line(string text = "")
    {
        Close();
        output.WriteLine(text);
    }

    public void Good(string text) => Line($"  {Style("32", "✓")} {text}");

    public void Bad(string text) => Line($"  {Style("31", "✗")} {text}");

    public void Note(string text) => Line($"    {Style("2", text)}");

    /// <summary>A name and a value, which goes on in the next lines where it is long.</summary>
    public void Item(string name, string value)
    {
        while (value.Length > 0)
        {
            var end = value.Length <= Width ? value.Length : value.LastIndexOf(',', Width - 1, Width / 2) + 1;
            end = end == 0 ? Width : end;
            Line($"    {Style("36", name.PadRight(8))}{value[..end]}");
            (name, value) = ("", value[end..].TrimStart());
        }
    }

    /// <summary>Shows on a terminal how far something is, in a line that the next one replaces.</summary>
    public void Progress(string text)
    {
        if (isTerminal)
        {
            output.Write($"\r    {Style("2", text)}\u001b[K");
            output.Flush();
            _lineIsOpen = true;
        }
    }

    private void Close()
    {
        if (_lineIsOpen)
        {
            output.Write("\r\u001b[K");
            _lineIsOpen = false;
        }
    }

    private string Style(string code, string text) => isTerminal ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
