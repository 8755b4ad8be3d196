namespace DocMigrate.Engine.Configuration;

/// <summary>A place in the configuration file; both count from 1, columns in characters.</summary>
internal readonly record struct ConfigurationPosition(int Line, int Column)
{
    public static ConfigurationPosition Of(string text, int offset)
    {
        var before = text.AsSpan(0, Math.Min(offset, text.Length));
        return new ConfigurationPosition(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    public override string ToString() => $"line {Line}, column {Column}";
}
