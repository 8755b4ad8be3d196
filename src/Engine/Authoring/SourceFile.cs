using System.Text;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Authoring;

/// <summary>A file of C# code that is there, with the encoding that it has. Immutable.</summary>
internal sealed record SourceFile(string Path, string Text, Encoding Encoding)
{
    /// <exception cref="ConfigurationException">It can't be read.</exception>
    public static SourceFile Read(string path)
    {
        var file = new SourceFile(path, "", Encoding.UTF8);
        Guard(path, () =>
        {
            using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: true);
            var text = reader.ReadToEnd();
            file = new SourceFile(path, text, reader.CurrentEncoding);
        });
        return file;
    }

    /// <summary>Whether the text is the other one, but for the form of its line ends and what is blank at its end.</summary>
    public bool IsJust(string text) => Normalize(Text) == Normalize(text);

    /// <exception cref="ConfigurationException">It can't be written.</exception>
    public void Write() => Guard(Path, () => File.WriteAllText(Path, Text, Encoding));

    /// <exception cref="ConfigurationException">The folder or the file does not allow it.</exception>
    public static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                AuthoringErrors.CannotWrite, $"'{path}' can't be written: {error.Message}",
                "Check the folder that \"migrations\" in docmigrate.json names, and that you may write to it.", error);
        }
    }

    private static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd();
}
