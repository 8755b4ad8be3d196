namespace DocMigrate.Engine.Reporting;

/// <summary>What <c>check</c> found.</summary>
/// <param name="Problems">What is not as it should be; empty when all is well.</param>
public sealed record CheckReport(ValueList<CheckProblem> Problems);
