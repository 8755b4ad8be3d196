namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>A document as read from its table.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Id">Its <c>_id</c> column.</param>
/// <param name="Text">The document as JSON text.</param>
internal sealed record StoredRow(long Seq, object Id, string Text);
