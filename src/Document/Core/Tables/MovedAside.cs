namespace DocMigrate.Document.Tables;

/// <summary>The table of a dropped collection. Immutable.</summary>
/// <param name="Set">The set of the operation and direction that moved it.</param>
/// <param name="Table">What it is called now, as the backend notes it.</param>
/// <param name="Indexes">What the backend needs to give its indexes their names back.</param>
public sealed record MovedAside(long Set, string Table, string Indexes);
