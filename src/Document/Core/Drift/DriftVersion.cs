namespace DocMigrate.Document.Drift;

/// <summary>Documents that have another shape of the history.</summary>
/// <param name="Migration">Of documents that are behind the first migration that they lack; of those that are ahead the last one that they are like.</param>
/// <param name="Count">How many.</param>
/// <param name="Samples">The <c>_id</c> of up to five.</param>
internal sealed record DriftVersion(string Migration, long Count, ValueList<string> Samples);
