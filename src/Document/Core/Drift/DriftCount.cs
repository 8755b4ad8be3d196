namespace DocMigrate.Document.Drift;

/// <summary>A number of documents, and some of them.</summary>
/// <param name="Count">How many.</param>
/// <param name="Samples">The <c>_id</c> of up to five.</param>
internal sealed record DriftCount(long Count, ValueList<string> Samples);
