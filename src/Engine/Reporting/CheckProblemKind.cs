namespace DocMigrate.Engine.Reporting;

/// <summary>The kinds of problem that <c>check</c> finds.</summary>
public enum CheckProblemKind
{
    /// <summary>A migration is not applied.</summary>
    Pending,

    /// <summary>A migration was begun and not ended: it is running now, or it was stopped.</summary>
    HalfDone,

    /// <summary>A migration's code was changed after it was applied.</summary>
    Edited,

    /// <summary>A migration is applied and its code is gone.</summary>
    NotInCode,

    /// <summary>The models ask for what no migration makes.</summary>
    ModelChanged,

    /// <summary>A store can't be reached.</summary>
    Unreachable,

    /// <summary>The ledger and a store's journal contradict each other, or the applied migrations their dependencies.</summary>
    Inconsistent,

    /// <summary>The manifest beside the migrations is not what the code says.</summary>
    Manifest,
}
