using DocMigrate.Engine.Serialization;
using DocMigrate.Engine.Stores;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>What every part of a run works with.</summary>
internal sealed record RunServices(StoreSet Stores, OperationSerializer Serializer, IRunObserver Observer, TimeProvider Time)
{
    /// <summary>How long work is done.</summary>
    public PassOptions Passes { get; init; } = PassOptions.Default;
}
