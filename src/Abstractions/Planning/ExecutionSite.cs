namespace DocMigrate.Planning;

/// <summary>Where an operation's work is done.</summary>
public enum ExecutionSite
{
    /// <summary>In the database: set-based statements.</summary>
    Server,

    /// <summary>In this process: documents are read, changed and written back.</summary>
    Client,
}
