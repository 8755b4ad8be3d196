namespace DocMigrate.Backends;

/// <summary>Something that servers of a kind may have or lack. Immutable.</summary>
/// <param name="Name">What it is, in a few words.</param>
/// <param name="Present">Whether this server has it.</param>
/// <param name="Without">What is done where it is lacking; null when it is there.</param>
public sealed record ServerCapability(string Name, bool Present, string? Without);
