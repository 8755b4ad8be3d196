namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>What an index is over, as SQL in which the table's columns have no other name.</summary>
/// <param name="Keys">The expressions, in order.</param>
/// <param name="Where">The condition of a partial index; null for one over all rows.</param>
/// <param name="NullsEqual">Whether NULLs are taken for equal (<c>NULLS NOT DISTINCT</c>).</param>
internal sealed record IndexText(IReadOnlyList<string> Keys, string? Where, bool NullsEqual);
