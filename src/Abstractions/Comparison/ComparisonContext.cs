namespace DocMigrate.Comparison;

/// <summary>What a comparison knows besides the two states.</summary>
public sealed record ComparisonContext
{
    /// <summary>The renames that attributes and the command line state. A rename that is not stated is a drop and an add.</summary>
    public ValueList<RenameHint> Renames { get; init; } = [];

    /// <summary>The defaults that the command line states.</summary>
    public ValueList<DefaultAnswer> Defaults { get; init; } = [];

    /// <summary>The stated default of a property as JSON text, or null.</summary>
    public string? DefaultFor(string entity, string property) =>
        Defaults.FirstOrDefault(answer => answer.Entity == entity && answer.Property == property)?.Value;

    /// <summary>Whether it is said that nothing took the place of a property, or of a text that it could be.</summary>
    public bool IsGone(string entity, string from) => Renames.Contains(new RenameHint(entity, from, ""));

    /// <summary>The old name of a property of an entity, or null when no rename to it is stated.</summary>
    /// <param name="entity">The entity by its new name; null to ask for an entity's own old name.</param>
    /// <param name="to">The new name.</param>
    public string? RenamedFrom(string? entity, string to) =>
        Renames.FirstOrDefault(hint => hint.Entity == entity && hint.To == to)?.From;
}
