using DocMigrate.Document.Compilation;

namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>A value made from others.</summary>
/// <param name="Sql">An expression of type jsonb, not NULL where something is there.</param>
/// <param name="Present">A condition: when it does not hold, nothing is there. Null when something always is.</param>
internal sealed record ComputedSlot(string Sql, string? Present) : Slot;
