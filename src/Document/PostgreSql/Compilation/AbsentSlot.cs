namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>Nothing.</summary>
internal sealed record AbsentSlot : Slot;
