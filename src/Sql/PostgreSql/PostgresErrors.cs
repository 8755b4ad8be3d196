using DocMigrate.Errors;

namespace DocMigrate.Sql.PostgreSql;

/// <summary>The codes of errors that come from a PostgreSQL server, or from the way to it.</summary>
internal static class PostgresErrors
{
    public static ErrorCode BadConnectionString { get; } = new("DM5300", "The PostgreSQL connection string can't be read");

    public static ErrorCode IncompleteConnectionString { get; } = new("DM5301", "The PostgreSQL connection string names no host or no database");

    public static ErrorCode Unreachable { get; } = new("DM5302", "No PostgreSQL server can be reached");

    public static ErrorCode NotLetIn { get; } = new("DM5303", "PostgreSQL did not let the user in");

    public static ErrorCode NoDatabase { get; } = new("DM5304", "The PostgreSQL database does not exist");

    public static ErrorCode NotAllowed { get; } = new("DM5305", "The PostgreSQL user lacks a right");

    public static ErrorCode TooOld { get; } = new("DM5306", "The PostgreSQL server is too old");

    public static ErrorCode Tls { get; } = new("DM5307", "No secure connection to PostgreSQL");

    public static ErrorCode ConnectionLost { get; } = new("DM5308", "The connection to PostgreSQL was lost");

    public static ErrorCode Busy { get; } = new("DM5309", "Another session of PostgreSQL is in the way");

    public static ErrorCode TookTooLong { get; } = new("DM5310", "A statement took longer than it may");

    public static ErrorCode DiskFull { get; } = new("DM5311", "The disk of the PostgreSQL server is full");

    public static ErrorCode NoRoom { get; } = new("DM5312", "The PostgreSQL server has no room for another connection");

    public static ErrorCode ReadOnly { get; } = new("DM5313", "The PostgreSQL server takes no writes");

    public static ErrorCode Failed { get; } = new("DM5314", "PostgreSQL refused a statement");

    public static ErrorCode OutcomeUnknown { get; } = new("DM5315", "Whether a transaction was committed is not known");

    public static ErrorCode LockConnectionLost { get; } = new("DM5316", "The connection that held the lock was lost");

    public static ErrorCode MayNotEnd { get; } = new("DM5317", "Another user's session can't be ended");

    public static ErrorCode Pooled { get; } = new("DM5318", "A connection pooler is in the way");
}
