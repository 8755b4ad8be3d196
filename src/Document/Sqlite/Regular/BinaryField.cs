namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>What becomes of a field.</summary>
/// <param name="Key">The key in UTF-8.</param>
/// <param name="Element">The key as an element.</param>
/// <param name="Value">The new value; null when the field goes, or <paramref name="Inner"/> says what changes in it.</param>
/// <param name="Inner">The changes inside it; null when it is replaced or goes.</param>
/// <param name="Anew">Whether the new value comes last, not where the former was.</param>
internal sealed record BinaryField(byte[] Key, byte[] Element, BinaryValue? Value, IReadOnlyList<BinaryField>? Inner, bool Anew = false);
