using DocMigrate.Document.Operations;
using DocMigrate.Planning;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>A reshape that a plan will run, and its step.</summary>
internal sealed record PendingReshape(PlanStep Step, PlannedOperation Planned, ReshapeOperation Operation);
