namespace DocMigrate.Engine.Reporting;

/// <summary>The commands of a plan, for a person to read.</summary>
/// <param name="Steps">A part for each step, in the order of execution.</param>
public sealed record ScriptReport(ValueList<ScriptStepReport> Steps);
