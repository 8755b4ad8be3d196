namespace DocMigrate.Hosting;

/// <summary>What an application does when its stores could not be migrated at its start.</summary>
public enum StartFailure
{
    /// <summary>It does not start: code that expects another schema than the stores have does harm.</summary>
    Stop,

    /// <summary>
    /// It starts, and its health check says what is wrong. Only for code that copes with the schema before the migration. What no later attempt mends,
    /// a wrong configuration or migrations that contradict each other, stops it all the same.
    /// </summary>
    StartAnyway,
}
