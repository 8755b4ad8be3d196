namespace DocMigrate.Document.Expressions;

/// <summary>What letters become.</summary>
public enum LetterCase
{
    /// <summary>Capital letters.</summary>
    Upper,

    /// <summary>Small letters.</summary>
    Lower,
}
