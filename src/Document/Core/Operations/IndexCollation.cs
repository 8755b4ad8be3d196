namespace DocMigrate.Document.Operations;

/// <summary>By the rules of which language an index compares texts. Immutable; compared by value.</summary>
public sealed record IndexCollation
{
    /// <summary>The language, as ICU names it: <c>en</c>, <c>de@collation=phonebook</c>.</summary>
    public required string Locale { get; init; }

    /// <summary>What makes texts different, from 1 to 5: letters (1), accents too (2), case too (3, the default), punctuation too (4), anything (5).</summary>
    public int Strength { get; init; } = 3;

    /// <summary>Whether case counts at the strengths 1 and 2. Default false.</summary>
    public bool CaseLevel { get; init; }

    /// <summary>Whether digits in texts are compared as the number that they write. Default false.</summary>
    public bool NumericOrdering { get; init; }

    internal string? Fault => Locale.Length == 0 ? "a collation needs a locale" : Strength is < 1 or > 5 ? "the strength of a collation is from 1 to 5" : null;
}
