namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>A field that a regular document has, or has not.</summary>
/// <param name="Key">The key in UTF-8.</param>
/// <param name="Check">What is to be there.</param>
/// <param name="Inner">What is to be in it; null when that does not matter.</param>
/// <param name="Place">The number under which its place in the document is noted; -1 for none.</param>
/// <param name="Constant">The value that it is not to be, in binary; null for none.</param>
internal sealed record RegularField(byte[] Key, RegularCheck Check, RegularShape? Inner, int Place, byte[]? Constant = null);
