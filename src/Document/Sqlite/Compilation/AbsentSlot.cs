namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>Nothing.</summary>
internal sealed record AbsentSlot : Slot;
