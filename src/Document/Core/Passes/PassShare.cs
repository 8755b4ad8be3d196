namespace DocMigrate.Document.Passes;

/// <summary>A member's part of what is done as one.</summary>
/// <param name="Member">The member's place.</param>
/// <param name="Unit">The part of its step.</param>
internal sealed record PassShare(int Member, StepUnit Unit);
