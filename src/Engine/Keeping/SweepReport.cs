using DocMigrate.Engine.Inspection;
using DocMigrate.Keeping;

namespace DocMigrate.Engine.Keeping;

/// <summary>What came of a sweep. Its JSON names are stable.</summary>
/// <param name="Collections">The collections that were swept.</param>
/// <param name="Late">What is late still for the migrations that the sweep was about, as the history has it now.</param>
public sealed record SweepReport(ValueList<SweptCollection> Collections, ValueList<LateReport> Late)
{
    /// <summary>Whether no document is late, and all could be told.</summary>
    public bool Clean => Late.Count == 0 && Collections.All(static collection => collection.Unknown == 0);
}
