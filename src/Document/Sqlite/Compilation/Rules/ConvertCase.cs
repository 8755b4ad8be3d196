namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>A kind of value that SQLite converts just as the in-process executor does.</summary>
/// <param name="When">The condition. No two cases of a conversion hold for one value: each keeps its own.</param>
/// <param name="Put">The new value as JSON text; null when the value stays.</param>
/// <param name="Returns">Whether converting back gives the value again; else it is kept aside.</param>
internal sealed record ConvertCase(string When, string? Put, bool Returns);
