using DocMigrate.Operations;

namespace DocMigrate.Engine.Detection;

/// <summary>An operation and the module that it belongs to.</summary>
internal sealed record OwnedOperation(string Module, StoreOperation Operation);
