using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>What a pass did, for each of its migrations. Immutable.</summary>
/// <param name="Parts">In the order of execution.</param>
internal sealed record PassCounts(ValueList<StepCounts> Parts)
{
    /// <summary>The sum of two of the same pass.</summary>
    public static PassCounts operator +(PassCounts left, PassCounts right) =>
        new(left.Parts.Select((counts, i) => counts + right.Parts[i]).ToValueList());

    /// <summary>Nothing.</summary>
    public static PassCounts Zero(int parts) => All(parts, StepCounts.Zero);

    /// <summary>The same for each migration: of what is done for all of them at once, nobody can say for which.</summary>
    public static PassCounts All(int parts, StepCounts counts) => new(Enumerable.Repeat(counts, parts).ToValueList());

    /// <summary>The documents that are late, and nothing else.</summary>
    public PassCounts Late => new(Parts.Select(static counts => new StepCounts(Late: counts.Late)).ToValueList());

    /// <summary>All but the documents that are late.</summary>
    public PassCounts WithoutLate => new(Parts.Select(static counts => counts with { Late = 0 }).ToValueList());

    /// <summary>What would have been done, as documents that are late with it.</summary>
    public PassCounts AsLate => new(Parts.Select(static counts => new StepCounts(Late: counts.Changed + counts.Quarantined + counts.Late)).ToValueList());

    /// <summary>The sum of many.</summary>
    public static PassCounts Sum(IEnumerable<StepCounts[]> all, int parts)
    {
        var sums = new StepCounts[parts];
        Array.Fill(sums, StepCounts.Zero);
        foreach (var counts in all)
        {
            for (var i = 0; i < parts; i++)
            {
                sums[i] += counts[i];
            }
        }

        return new PassCounts(sums.ToValueList());
    }
}
