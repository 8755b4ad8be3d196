namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>A value of the reshaped document, in terms of the places of a regular one.</summary>
/// <param name="Place">The place that it comes from; -1 for a new object.</param>
/// <param name="Number">The type of number that a text becomes; null for a value that only moves.</param>
/// <param name="Fields">The fields of a new object, or null.</param>
/// <param name="Constant">A value that is the same in every document, in binary; or null.</param>
internal sealed record BinaryValue(int Place, int? Number = null, IReadOnlyList<BinaryField>? Fields = null, byte[]? Constant = null);
