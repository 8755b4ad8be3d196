namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>Nothing.</summary>
internal sealed record AbsentSlot : Slot;
