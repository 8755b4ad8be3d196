namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>A kind of value that SQLite converts just as the in-process executor does.</summary>
/// <param name="Type">The JSON type, as SQLite names it.</param>
/// <param name="Fits">The condition under which the conversion is exact; null for all values of the type.</param>
/// <param name="Put">The new value, as an SQL value or JSONB; null when the value stays.</param>
/// <param name="Returns">Where converting back gives the value again; elsewhere it is kept aside. Null for nowhere, <c>1</c> for all.</param>
/// <param name="PutText">The new value as JSON text, for its hash.</param>
internal sealed record ConvertCase(string Type, string? Fits, string? Put, string? Returns, string PutText);
