namespace DocMigrate.Sql.History;

/// <summary>How a database writes what the definitions of the history's tables differ in. Immutable.</summary>
/// <param name="Integer">A 64-bit integer.</param>
/// <param name="Identity">A 64-bit integer that is the table's key, and grows by itself.</param>
/// <param name="Key">A text by which rows are found and sorted: in the order of code points.</param>
/// <param name="ByKey">What follows the definition of a table that is kept in the order of its key; empty where there is no such thing.</param>
public sealed record HistoryTypes(string Integer, string Identity, string Key, string ByKey);
