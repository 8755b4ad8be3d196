using DocMigrate.Engine.Reporting;

namespace DocMigrate.Engine.Tooling;

/// <summary>What an inner host can do. In JSON the names are camelCase: <c>makeMigrations</c>.</summary>
public enum ToolCommand
{
    /// <summary>Shows the plan for a target; answers with a <see cref="PlanReport"/>.</summary>
    Plan,

    /// <summary>Tries the plan for a target on samples; answers with a <see cref="DryRuns.DryRunReport"/>.</summary>
    DryRun,

    /// <summary>Migrates to a target; answers with a <see cref="Running.RunResult"/>.</summary>
    Migrate,

    /// <summary>Lists the migrations; answers with an array of <see cref="MigrationReport"/>.</summary>
    Show,

    /// <summary>Lists the history; answers with an array of <see cref="HistoryReport"/>.</summary>
    History,

    /// <summary>Shows the commands of a plan or of one migration; answers with a <see cref="ScriptReport"/>.</summary>
    Script,

    /// <summary>Looks for problems; answers with a <see cref="CheckReport"/>.</summary>
    Check,

    /// <summary>Makes the history say what the stores say; answers with a <see cref="Repairing.RepairReport"/>.</summary>
    Repair,

    /// <summary>Writes migrations; answers with a <see cref="MakeMigrationsReport"/>.</summary>
    MakeMigrations,

    /// <summary>Shows who holds the locks; answers with an array of <see cref="LockReport"/>.</summary>
    Locks,

    /// <summary>Takes the locks from the holders that were shown; answers with an <see cref="UnlockReport"/>.</summary>
    Unlock,

    /// <summary>Says which program opens a shell on a store; answers with a <see cref="Backends.ShellCommand"/>.</summary>
    Shell,

    /// <summary>Makes one migration of several; answers with a <see cref="SquashReport"/>.</summary>
    Squash,

    /// <summary>What prune would take out of the history: a <see cref="Reporting.PruneReport"/>.</summary>
    PlanPrune,

    /// <summary>Take it out of the history: a <see cref="Reporting.PruneReport"/>.</summary>
    Prune,

    /// <summary>Infers what is in the stores; answers with an <see cref="Inspection.InspectReport"/>.</summary>
    Inspect,

    /// <summary>Holds the stores against the applied migrations; answers with a <see cref="Inspection.DriftReport"/>.</summary>
    Drift,

    /// <summary>Lists the documents in quarantine; answers with an array of <see cref="DocMigrate.Keeping.QuarantinedDocument"/>.</summary>
    ListQuarantine,

    /// <summary>Tries documents in quarantine again; answers with a <see cref="Keeping.RetryReport"/>.</summary>
    RetryQuarantine,

    /// <summary>Brings documents up to date that older programs wrote since; answers with a <see cref="Keeping.SweepReport"/>.</summary>
    Sweep,

    /// <summary>Lists what is kept aside; answers with an array of <see cref="Keeping.ShadowReport"/>.</summary>
    ListShadow,

    /// <summary>Forgets what was shown of it; answers with a <see cref="Keeping.PurgeReport"/>.</summary>
    PurgeShadow,
}
