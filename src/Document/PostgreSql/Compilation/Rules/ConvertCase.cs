namespace DocMigrate.Document.PostgreSql.Compilation.Rules;

/// <summary>A kind of value that PostgreSQL converts just as the in-process executor does.</summary>
/// <param name="Type">The type, as <c>jsonb_typeof</c> names it.</param>
/// <param name="Fits">The condition under which the conversion is exact. Never an error for a value of the type.</param>
/// <param name="Put">The new value, jsonb; null when the value stays.</param>
/// <param name="Kept">Where a value that fits is kept aside. <c>true</c> for all, <c>false</c> for none. Never an error for a value of the type.</param>
/// <param name="Same">Where the value is what it is to be already; it is not kept then. <c>false</c> for nowhere.</param>
/// <param name="PutText">The new value in the store form, as text, for its hash.</param>
internal sealed record ConvertCase(string Type, string Fits, string? Put, string Kept, string Same, string PutText);
