namespace DocMigrate.Engine.Repairing;

/// <summary>What a repair does to the history.</summary>
public enum RepairChangeKind
{
    /// <summary>The history is made anew, under the id that the stores know.</summary>
    HistoryRebuilt,

    /// <summary>A store is taken for this project's, whatever it was.</summary>
    StoreAccepted,

    /// <summary>A migration's entry is made from journals, or from what depends on it.</summary>
    EntryRebuilt,

    /// <summary>A migration's entry takes a journal's word.</summary>
    EntryCorrected,
}
