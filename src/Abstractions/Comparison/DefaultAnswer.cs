namespace DocMigrate.Comparison;

/// <summary>The value that existing rows get in a new required column.</summary>
/// <param name="Entity">The table or collection.</param>
/// <param name="Property">The column, or the dotted path.</param>
/// <param name="Value">The value as JSON text.</param>
public sealed record DefaultAnswer(string Entity, string Property, string Value);
