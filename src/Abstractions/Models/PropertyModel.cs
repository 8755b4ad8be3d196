namespace DocMigrate.Models;

/// <summary>A property of a model class. Immutable.</summary>
public sealed record PropertyModel
{
    /// <summary>The name as stored.</summary>
    public required string Name { get; init; }

    /// <summary>The C# name, for messages.</summary>
    public required string ClrName { get; init; }

    /// <summary>The type.</summary>
    public required TypeModel Type { get; init; }

    /// <summary>Whether it may lack a value.</summary>
    public bool Nullable { get; init; }

    /// <summary>Whether it is the key, or a part of it.</summary>
    public bool Key { get; init; }

    /// <summary>Whether <see cref="Default"/> is stated.</summary>
    public bool HasDefault { get; init; }

    /// <summary>The stated default as a CLR value; may be null.</summary>
    public object? Default { get; init; }

    /// <summary>The entity that a foreign key refers to, by its stored name; null when it is none.</summary>
    public string? References { get; init; }

    /// <summary>The stored name that it had before, from <c>[RenamedFrom]</c>; null when it was not renamed.</summary>
    public string? RenamedFrom { get; init; }
}
