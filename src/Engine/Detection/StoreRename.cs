using DocMigrate.Comparison;

namespace DocMigrate.Engine.Detection;

/// <summary>A stated rename and the store that it is in: a table and a collection may share a name.</summary>
internal sealed record StoreRename(string Store, RenameHint Hint);
