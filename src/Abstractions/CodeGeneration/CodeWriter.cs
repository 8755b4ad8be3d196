using System.Text;

namespace DocMigrate.CodeGeneration;

/// <summary>Writes indented lines with <c>\n</c> line ends. Not thread-safe.</summary>
public sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes a line; an empty one stays without indentation.</summary>
    public CodeWriter Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }

        _text.Append('\n');
        return this;
    }

    /// <summary>Appends to the last line.</summary>
    public CodeWriter Append(string text)
    {
        _text.Length--;
        _text.Append(text).Append('\n');
        return this;
    }

    /// <summary>Indents what follows by four spaces.</summary>
    public CodeWriter Indent()
    {
        _depth++;
        return this;
    }

    /// <summary>Takes an indentation back.</summary>
    public CodeWriter Outdent()
    {
        _depth--;
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
