using DocMigrate.Engine.Keeping;
using DocMigrate.Inspection;
using DocMigrate.Locking;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tooling;

/// <summary>The arguments of all commands; each reads those that it knows. Immutable.</summary>
public sealed record ToolArguments
{
    /// <summary>Plan, migrate, script: the target's module as given; null for everything. Make migrations: only this module.</summary>
    public string? Module { get; init; }

    /// <summary>Plan, migrate, script: the target's name as given; null for the latest.</summary>
    public string? Name { get; init; }

    /// <summary>Migrate, repair: for how many seconds a lock's holder may be silent; null for the default.</summary>
    public double? LockTimeoutSeconds { get; init; }

    /// <summary>Migrate: how long work on data is done; null for the default.</summary>
    public PassOptions? Passes { get; init; }

    /// <summary>Plan, migrate: keys of documents keep their places.</summary>
    public bool KeepOrder { get; init; }

    /// <summary>Plan, migrate: undo first what is applied and the code does not have.</summary>
    public bool Sync { get; init; }

    /// <summary>Migrate: only record it.</summary>
    public bool Fake { get; init; }

    /// <summary>Show: the manifest to go by instead of the code; null for the code.</summary>
    public string? Manifest { get; init; }

    /// <summary>Prune: the migrations that were shown.</summary>
    public ValueList<MigrationId> Migrations { get; init; } = [];

    /// <summary>Migrate: run whatever SQL comes out of the history.</summary>
    public bool Yes { get; init; }

    /// <summary>Migrate: the SQL out of the history that was looked at and agreed to.</summary>
    public ValueList<RecordedScript> RecordedScripts { get; init; } = [];

    /// <summary>Script: show how the named migration is undone.</summary>
    public bool Backwards { get; init; }

    /// <summary>Shell: which store; null for the history store. Show: only this store; null for all. Repair: whose word is taken.</summary>
    public string? Store { get; init; }

    /// <summary>Make migrations: the new migration's name without its number; null for one made from its operations.</summary>
    public string? MigrationName { get; init; }

    /// <summary>Make migrations: write a migration without operations.</summary>
    public bool Empty { get; init; }

    /// <summary>Repair: take the store whatever it is.</summary>
    public bool Accept { get; init; }

    /// <summary>Make migrations, repair: write nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Make migrations: join the leaves of a module that has several.</summary>
    public bool Merge { get; init; }

    /// <summary>Make migrations: what each <c>--rename</c> says, as typed.</summary>
    public ValueList<string> Renames { get; init; } = [];

    /// <summary>Make migrations: what each <c>--default</c> says, as typed.</summary>
    public ValueList<string> Defaults { get; init; } = [];

    /// <summary>Unlock: from whom the locks are to be taken, as <see cref="ToolCommand.Locks"/> showed them.</summary>
    public ValueList<LockHolder> Holders { get; init; } = [];

    /// <summary>Make migrations: with merge, a migration of the branch that the others come behind.</summary>
    public string? Onto { get; init; }

    /// <summary>Make migrations: fold the changes into the last migration.</summary>
    public bool Update { get; init; }

    /// <summary>Squash: the first migration; null for the module's first. The last one is <see cref="Name"/>.</summary>
    public string? From { get; init; }

    /// <summary>Squash: keep all operations as they are.</summary>
    public bool NoOptimize { get; init; }

    /// <summary>Inspect, drift: only this collection; null for all.</summary>
    public string? Collection { get; init; }

    /// <summary>Inspect, dry run: about how many documents of each collection are read, or tried at most; null for all.</summary>
    public int? Sample { get; init; }

    /// <summary>Inspect: what else to make of the shapes.</summary>
    public EmitFormat Emit { get; init; }

    /// <summary>List and retry quarantine: which documents; null for all.</summary>
    public QuarantineSelection? Quarantine { get; init; }

    /// <summary>Sweep: somebody looked at the late documents that can't be told from others.</summary>
    public bool Checked { get; init; }

    /// <summary>List shadow: what of it; null for all.</summary>
    public ShadowSelection? Shadow { get; init; }

    /// <summary>Purge shadow: what was shown.</summary>
    public ValueList<ShadowReport> Kept { get; init; } = [];
}
