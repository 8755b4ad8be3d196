namespace DocMigrate.Sql.Operations;

/// <summary>Makes parts of file names out of words and names.</summary>
internal static class FragmentText
{
    /// <summary>The parts joined by underscores, in lower case; a character that is no ASCII letter or digit becomes an underscore.</summary>
    public static string Of(params string[] parts) => string.Concat(string.Join('_', parts)
        .Select(static character => char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '_'));
}
