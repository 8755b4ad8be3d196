namespace DocMigrate.Specification.Documents.Harness;

/// <summary>A row of a store's fidelity table: what becomes of the text of a value. Null where the document is refused: quarantined, and unchanged.</summary>
/// <param name="Text">The value as an application stores it.</param>
/// <param name="Stored">What the store gives of it at once; null where it does not take it.</param>
/// <param name="Beside">What it is after another top-level field was changed in process.</param>
/// <param name="Moved">What it is after it was renamed.</param>
/// <param name="Written">What it is after something beside it, inside the same top-level field, was changed in process.</param>
public sealed record FidelityCell(string Text, string? Stored, string? Beside, string? Moved, string? Written)
{
    /// <summary>A text that stays as it is whatever happens.</summary>
    public static FidelityCell Kept(string text) => new(text, text, text, text, text);

    /// <summary>A text that is in another form wherever it is written in process, and else stays.</summary>
    public static FidelityCell Normalised(string text, string written) => new(text, text, text, text, written);
}
