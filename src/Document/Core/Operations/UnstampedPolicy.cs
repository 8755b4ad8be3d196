namespace DocMigrate.Document.Operations;

/// <summary>
/// What is done with a document that came after a pass began, where neither its shape nor anything else tells whether it is old or new to an operation: one that converts, computes or
/// runs code.
/// </summary>
public enum UnstampedPolicy
{
    /// <summary>It is left as it is, and counted as late. The default.</summary>
    Report,

    /// <summary>Only programs of the old version write meanwhile: it is reshaped like the others.</summary>
    Old,

    /// <summary>Only programs of the new version write meanwhile: it is right as it is.</summary>
    New,
}
