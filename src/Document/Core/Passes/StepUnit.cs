namespace DocMigrate.Document.Passes;

/// <summary>A part of a step that is done as one: a pass, or a single operation on a collection.</summary>
/// <param name="Position">Where it begins among the step's operations, in the order of execution.</param>
/// <param name="Count">How many operations.</param>
/// <param name="Pass">The pass; null for a single operation.</param>
public sealed record StepUnit(int Position, int Count, ReshapePass? Pass);
