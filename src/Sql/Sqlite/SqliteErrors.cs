using DocMigrate.Errors;

namespace DocMigrate.Sql.Sqlite;

/// <summary>The codes of errors that come from a SQLite database itself.</summary>
internal static class SqliteErrors
{
    public static ErrorCode BadConnectionString { get; } = new("DM6001", "The connection string can't be read");

    public static ErrorCode NoFile { get; } = new("DM6002", "The connection string names no file");

    public static ErrorCode FolderMissing { get; } = new("DM6003", "The database's folder is missing");

    public static ErrorCode IsFolder { get; } = new("DM6004", "The database's path is a folder");

    public static ErrorCode NotADatabase { get; } = new("DM6005", "The file is no SQLite database");

    public static ErrorCode NotReadable { get; } = new("DM6006", "The database file can't be read");

    public static ErrorCode NotWritable { get; } = new("DM6007", "The database file can't be written");

    public static ErrorCode Busy { get; } = new("DM6008", "Another process is writing to the database");

    public static ErrorCode DiskFull { get; } = new("DM6009", "The disk is full");

    public static ErrorCode Damaged { get; } = new("DM6010", "The database file is damaged");

    public static ErrorCode Failed { get; } = new("DM6011", "SQLite refused a statement");

    public static ErrorCode NoRebuild { get; } = new("DM6014", "The table can't be rebuilt");

    public static ErrorCode AlreadyThere { get; } = new("DM6015", "The database has it already");

    public static ErrorCode Missing { get; } = new("DM6016", "The database lacks what the history says is there");

    public static ErrorCode Dependants { get; } = new("DM6017", "Something in the database depends on it");

    public static ErrorCode ForeignKeys { get; } = new("DM6018", "Rows would refer to nothing");

    public static ErrorCode ValueMissing { get; } = new("DM6019", "Rows lack a value for a column that can't be null");

    public static ErrorCode Duplicates { get; } = new("DM6020", "Rows have the same values where they must differ");

    public static ErrorCode ConstraintFailed { get; } = new("DM6021", "Rows break a constraint");

    public static ErrorCode TransactionControl { get; } = new("DM6022", "SQL in a migration begins or ends a transaction");

    public static ErrorCode Irreversible { get; } = new("DM6023", "The operation has no way back");

    public static ErrorCode NoSchemas { get; } = new("DM6030", "SQLite has no schemas");

    public static ErrorCode ReservedPrefix { get; } = new("DM6031", "Tables can't begin with this prefix");
}
