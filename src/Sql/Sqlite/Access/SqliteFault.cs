using DocMigrate.Errors;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocMigrate.Sql.Sqlite.Access;

/// <summary>Says what a SQLite error means for the file in question. "Unable to open database file" is never all that a person reads.</summary>
internal static class SqliteFault
{
    public static StoreException Of(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        raw.SQLITE_CANTOPEN => CantOpen(error, path),
        raw.SQLITE_NOTADB => new StoreException(
            SqliteErrors.NotADatabase,
            $"The file '{path}' is not a SQLite database, or it is encrypted.",
            "Check the path in the store's connection string. Nothing was changed.",
            error),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => NotWritable(path, error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreException(
            SqliteErrors.Busy,
            $"The database '{path}' is locked: another process is writing to it and did not end in time.",
            "Stop the program that writes to it, or wait until it is done, and run the command again.",
            error)
        {
            IsBusy = true,
        },
        raw.SQLITE_FULL => new StoreException(
            SqliteErrors.DiskFull,
            $"The disk that holds '{path}' is full. What was begun was rolled back.",
            "Free some space (a change to a table needs about twice its size) and run the command again.",
            error),
        raw.SQLITE_CORRUPT => new StoreException(
            SqliteErrors.Damaged,
            $"The database '{path}' is damaged: {error.Message}",
            $"Restore a backup, or try: sqlite3 \"{path}\" \".recover\"",
            error),
        raw.SQLITE_IOERR => new StoreException(
            SqliteErrors.NotWritable,
            $"Reading or writing '{path}' failed: {error.Message} (extended code {error.SqliteExtendedErrorCode}).",
            "Check the disk and that the file is on a local file system, and run the command again.",
            error),
        _ => new StoreException(
            SqliteErrors.Failed,
            $"SQLite refused a statement on '{path}': {error.Message}",
            "Read the message: it quotes what SQLite did not accept. What was begun was rolled back.",
            error),
    };

    /// <summary>Looks at the path before SQLite does, because SQLite says the same of everything that it can't open.</summary>
    /// <exception cref="StoreException">The path is a folder, or its folder is not there.</exception>
    public static void CheckPath(string path)
    {
        if (Directory.Exists(path))
        {
            throw new StoreException(
                SqliteErrors.IsFolder,
                $"'{path}' is a folder, not a database file.",
                "Put a file's name into the store's connection string.");
        }

        var folder = Path.GetDirectoryName(path);
        if (folder is not null && !Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? new StoreException(
                    SqliteErrors.FolderMissing,
                    $"The database '{path}' can't be there: '{folder}' is a file, not a folder.",
                    "Correct the store's connection string.")
                : new StoreException(
                    SqliteErrors.FolderMissing,
                    $"The database '{path}' can't be there: its folder '{folder}' does not exist.",
                    $"Correct the store's connection string, or make the folder: mkdir -p \"{folder}\"");
        }
    }

    public static StoreException NotWritable(string path, Exception? cause) => new(
        SqliteErrors.NotWritable,
        File.Exists(path)
            ? $"The database '{path}' can't be written: the file or its folder is read-only for user '{Environment.UserName}'."
            : $"The database '{path}' can't be made: its folder '{Path.GetDirectoryName(path)}' can't be written by user '{Environment.UserName}'.",
        "Give that user the right to write to the file and to its folder (SQLite keeps its journal beside the file).",
        cause);

    private static StoreException CantOpen(SqliteException error, string path)
    {
        CheckPath(path);
        if (!File.Exists(path))
        {
            return NotWritable(path, error);
        }

        return new StoreException(
            SqliteErrors.NotReadable,
            $"The database '{path}' can't be opened: user '{Environment.UserName}' may not read it, or may not write to its folder.",
            "Give that user the right to read and write the file and its folder.",
            error);
    }
}
