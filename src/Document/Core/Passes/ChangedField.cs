namespace DocMigrate.Document.Passes;

/// <summary>A top-level field that is new or has another value.</summary>
/// <param name="Name">The field.</param>
/// <param name="Text">Its value as JSON text.</param>
public sealed record ChangedField(string Name, string Text);
