namespace DocMigrate.Backends;

/// <summary>A program that opens a shell on a store.</summary>
/// <param name="Program">The program's name, looked for on the path.</param>
/// <param name="Arguments">Its arguments; no secrets.</param>
/// <param name="Environment">Variables set for it: where secrets go.</param>
/// <param name="InstallHint">How to get the program when it is not there.</param>
public sealed record ShellCommand(
    string Program, ValueList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string InstallHint);
