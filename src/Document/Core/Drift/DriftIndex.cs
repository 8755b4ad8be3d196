namespace DocMigrate.Document.Drift;

/// <summary>An index that is not as the applied migrations made it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">In which way: missing, extra, or with another rule about equal values.</param>
internal sealed record DriftIndex(string Name, DriftIndexKind Kind);
