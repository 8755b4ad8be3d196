namespace DocMigrate.DryRuns;

/// <summary>How documents of the sample would change at a path. Its JSON names are stable.</summary>
/// <param name="Path">The path; <c>[]</c> stands for any element of an array.</param>
/// <param name="Added">In how many documents there would be something that is not there now.</param>
/// <param name="Removed">In how many there would be nothing any more.</param>
/// <param name="Changed">In how many there would be another value.</param>
public sealed record DryRunPath(string Path, long Added, long Removed, long Changed);
