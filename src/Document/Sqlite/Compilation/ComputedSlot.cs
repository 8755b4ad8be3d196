namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>A value made from others.</summary>
/// <param name="Sql">An expression that JSON functions take as a value.</param>
/// <param name="Present">A condition: when it does not hold, nothing is there. Null when something always is.</param>
/// <param name="Regular">The expression for a regular document; null when it is the same.</param>
internal sealed record ComputedSlot(string Sql, string? Present, string? Regular = null) : Slot;
