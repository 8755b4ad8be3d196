using System.Diagnostics.CodeAnalysis;

namespace DocMigrate.Backends;

/// <summary>How the tables (or collections) are named that DocMigrate keeps for itself in a database: history, locks, and what was moved aside. Immutable.</summary>
public sealed record TableNaming
{
    /// <summary>The prefix where nothing else is configured: <c>_docmigrate_</c>.</summary>
    public const string DefaultPrefix = "_docmigrate_";

    /// <summary>The longest prefix: names stay below the 63 bytes that PostgreSQL allows.</summary>
    public const int MaxPrefixLength = 32;

    /// <summary>The names where nothing else is configured.</summary>
    public static TableNaming Default { get; } = new();

    /// <summary>What every name begins with: an ASCII letter or underscore, then letters, digits and underscores, at most <see cref="MaxPrefixLength"/>. Default <c>_docmigrate_</c>.</summary>
    public string Prefix { get; init; } = DefaultPrefix;

    /// <summary>The database schema that the tables are in; null, the default, for the database's own choice. Only providers with schemas accept one.</summary>
    public string? Schema { get; init; }

    /// <summary>A table's name, without its schema: <see cref="Prefix"/> and <paramref name="table"/>.</summary>
    public string Of(string table) => Prefix + table;

    /// <summary>Whether a text can be a <see cref="Prefix"/>.</summary>
    public static bool IsPrefix([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxPrefixLength }
        && (char.IsAsciiLetter(text[0]) || text[0] == '_')
        && text.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
