namespace DocMigrate.Document.Compilation;

/// <summary>Nothing.</summary>
public sealed record AbsentSlot : Slot;
