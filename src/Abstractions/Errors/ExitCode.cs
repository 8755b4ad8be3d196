namespace DocMigrate.Errors;

/// <summary>What the command line tool returns.</summary>
public enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>Failed.</summary>
    Failed = 1,

    /// <summary>Wrong usage or configuration; nothing was done.</summary>
    Usage = 2,

    /// <summary>A check found something: pending migrations, drift, lint, an answer that is lacking.</summary>
    Found = 3,

    /// <summary>Another run holds the lock.</summary>
    Locked = 4,

    /// <summary>Cancelled.</summary>
    Cancelled = 130,
}
