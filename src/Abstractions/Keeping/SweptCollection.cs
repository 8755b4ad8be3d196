namespace DocMigrate.Keeping;

/// <summary>What a sweep came to in one collection. Its JSON names are stable.</summary>
public sealed record SweptCollection
{
    /// <summary>The store.</summary>
    public required string Store { get; init; }

    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>
    /// How many documents can't be told: in a collection whose documents bear stamps those without one, or with one that the history does not know, where their looks do not tell
    /// either. 0 in other collections: there <see cref="SweptMigration.Told"/> says what can't be told.
    /// </summary>
    public long Unknown { get; init; }

    /// <summary>The migrations, in the order in which they apply.</summary>
    public ValueList<SweptMigration> Migrations { get; init; } = [];
}
