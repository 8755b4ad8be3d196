namespace DocMigrate.Backends;

/// <summary>A statement as <c>script</c> shows it.</summary>
/// <param name="Description">The operation in words.</param>
/// <param name="Text">The statement, or null when the operation is not a statement: C# code, say.</param>
public sealed record CompiledCommand(string Description, string? Text);
