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

    public static ErrorCode NewerFormat { get; } = new("DM6012", "The history was written by a newer DocMigrate");

    public static ErrorCode Locked { get; } = new("DM6013", "Another run holds the lock");

    public static ErrorCode ForeignTable { get; } = new("DM6014", "A table of DocMigrate's has another shape");
}
