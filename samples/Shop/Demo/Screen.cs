namespace Shop.Demo;

/// <summary>Writes to the console: with colours and moving progress on a terminal, as plain lines elsewhere.</summary>
internal sealed class Screen(TextWriter output, bool isTerminal)
{
    private const int Width = 110;
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

    /// <summary>A name and a long value, which is cut at the end of the line.</summary>
    public void Item(string name, string value)
    {
        var room = Width - 14;
        Line($"    {name,-8}{(value.Length <= room ? value : $"{value[..(room - 1)]}…")}");
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
