namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>A condition of an author, as SQL over the document as read.</summary>
/// <param name="Exact">Where SQLite tells it as the in-process executor does; never NULL. Elsewhere that one decides.</param>
/// <param name="Holds">Whether it holds; never NULL where <paramref name="Exact"/> is true.</param>
internal sealed record SqlCondition(string Exact, string Holds);
