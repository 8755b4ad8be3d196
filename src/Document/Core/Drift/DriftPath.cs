namespace DocMigrate.Document.Drift;

/// <summary>In what some documents are not as the applied migrations made them.</summary>
/// <param name="Path">Where.</param>
/// <param name="Kind">In which way.</param>
/// <param name="Expected">The type that should be there; null for none.</param>
/// <param name="Found">The type that is there; null for none.</param>
/// <param name="Count">How many documents.</param>
/// <param name="Share">Which part of all that were looked at, from 0 to 1.</param>
/// <param name="Samples">The <c>_id</c> of up to five.</param>
internal sealed record DriftPath(string Path, DeviationKind Kind, string? Expected, string? Found, long Count, double Share, ValueList<string> Samples);
