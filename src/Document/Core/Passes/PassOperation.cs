using DocMigrate.Document.Operations;
using DocMigrate.Planning;

namespace DocMigrate.Document.Passes;

/// <summary>An operation of a pass, and where it comes from.</summary>
/// <param name="Step">The step that it belongs to: its migration, its direction.</param>
/// <param name="Planned">Its place in the step.</param>
/// <param name="Operation">What is run.</param>
public sealed record PassOperation(PlanStep Step, PlannedOperation Planned, ReshapeOperation Operation);
