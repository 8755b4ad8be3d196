namespace DocMigrate.Engine.Authoring;

/// <summary>What <c>makemigrations</c> shall write. Immutable.</summary>
public sealed record MakeMigrationsOptions
{
    /// <summary>Only this module; null (the default) for all, and for the configuration's with <see cref="Empty"/>.</summary>
    public string? Module { get; init; }

    /// <summary>The name without its number; null (the default) for one made from the operations.</summary>
    public string? Name { get; init; }

    /// <summary>Writes a migration without operations, for a person to fill in. Default false.</summary>
    public bool Empty { get; init; }

    /// <summary>Brings the branches of a module together: by a migration that joins them where they commute, else one behind the other. Default false.</summary>
    public bool Merge { get; init; }

    /// <summary>With <see cref="Merge"/>: a migration of the branch that the others come behind; null (the default) for the one that is applied, where that is needed.</summary>
    public string? Onto { get; init; }

    /// <summary>Folds the changes into the last migration, while it is applied nowhere here and nothing depends on it. Default false.</summary>
    public bool Update { get; init; }

    /// <summary>Only reports. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>Renames: <c>customers.name=full_name</c> for a column or field, <c>customers=clients</c> for a table or collection.</summary>
    public ValueList<string> Renames { get; init; } = [];

    /// <summary>Values that existing rows get in new required columns: <c>orders.currency=EUR</c>.</summary>
    public ValueList<string> Defaults { get; init; } = [];
}
