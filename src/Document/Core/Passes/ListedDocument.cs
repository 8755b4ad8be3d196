namespace DocMigrate.Document.Passes;

/// <summary>A document that is on the quarantine list because the opposite direction of a migration of the pass could not convert it.</summary>
/// <param name="Document">The document.</param>
/// <param name="Migration">Which migration it did not fit.</param>
public sealed record ListedDocument(PassDocument Document, MigrationId Migration);
