namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>What a regular document has at a place.</summary>
/// <param name="Place">The place in the document as read.</param>
/// <param name="Check">What is there.</param>
/// <param name="Operation">The operation's place in the pass, for values that it keeps.</param>
/// <param name="KeptPath">The path under which it keeps them, as stored; null when it keeps none.</param>
/// <param name="Constant">For <see cref="ValueCheck.Other"/>: the JSON text of the value that it is not to be; else null.</param>
internal sealed record RegularCheck(ValueList<string> Place, ValueCheck Check, int Operation = 0, string? KeptPath = null, string? Constant = null);
