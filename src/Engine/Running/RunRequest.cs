using DocMigrate.Engine.Graph;

namespace DocMigrate.Engine.Running;

/// <summary>What a run is to do. The modes are kept out of <see cref="RunOptions"/>, which an application passes at its start.</summary>
/// <param name="Target">Where to.</param>
/// <param name="Options">How.</param>
internal sealed record RunRequest(MigrationTarget Target, RunOptions Options)
{
    /// <summary>Whether applied migrations that the code does not have are undone first.</summary>
    public bool Sync { get; init; }

    /// <summary>Whether it is only recorded, and no operation run.</summary>
    public bool Fake { get; init; }
}
