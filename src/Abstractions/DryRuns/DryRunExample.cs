namespace DocMigrate.DryRuns;

/// <summary>A document of the sample, as far as it would change. Its JSON names are stable.</summary>
/// <param name="Id">Its <c>_id</c>, as text.</param>
/// <param name="Documents">How many documents of the sample would change in the same way: at the same paths, from and to values of the same types.</param>
/// <param name="Changes">The differences, in the order of the document; the first ones.</param>
/// <param name="MoreChanges">How many differences are left out.</param>
public sealed record DryRunExample(string Id, long Documents, ValueList<DryRunChange> Changes, long MoreChanges);
