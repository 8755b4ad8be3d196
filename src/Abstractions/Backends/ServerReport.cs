namespace DocMigrate.Backends;

/// <summary>What the server of a database is and can do. Immutable.</summary>
/// <param name="Database">The database, as a person recognises it; without secrets.</param>
/// <param name="Server">The server in a few words, with its version.</param>
/// <param name="Capabilities">What servers of its kind may have or lack.</param>
/// <param name="Risks">What is not guaranteed there; full sentences for the plan. Empty when nothing is to be said.</param>
public sealed record ServerReport(string Database, string Server, ValueList<ServerCapability> Capabilities, ValueList<string> Risks);
