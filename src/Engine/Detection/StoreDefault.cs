using DocMigrate.Comparison;

namespace DocMigrate.Engine.Detection;

/// <summary>A stated default and the store that it is in.</summary>
internal sealed record StoreDefault(string Store, DefaultAnswer Answer);
