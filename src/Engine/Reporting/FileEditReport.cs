namespace DocMigrate.Engine.Reporting;

/// <summary>A file that was changed, or would be.</summary>
/// <param name="Migration">The migration in it, <c>module.name</c>, by its name before.</param>
/// <param name="Path">The absolute path before.</param>
/// <param name="NewPath">The absolute path after; the same where the file keeps its name.</param>
/// <param name="Changes">The lines that change: <c>- before</c> and <c>+ after</c>.</param>
public sealed record FileEditReport(string Migration, string Path, string NewPath, ValueList<string> Changes);
