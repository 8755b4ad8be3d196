using DocMigrate.Errors;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>The errors of a database that is not what the history says, or whose rows do not fit.</summary>
internal static class LiveFault
{
    public static StoreException TableMissing(string table, string path) => new(
        SqliteErrors.Missing,
        $"The history says that there is a table '{table}', but '{path}' has none.",
        "Somebody changed the database by hand, or the store's connection string names another file: compare with docmigrate showmigrations.");

    public static StoreException ColumnMissing(string table, string column, string path) => new(
        SqliteErrors.Missing,
        $"The history says that table '{table}' has a column '{column}', but in '{path}' it has none.",
        "Somebody changed the database by hand, or an existing table was declared with a column that it does not have: correct one or the other.");

    public static StoreException IndexMissing(string index, string path) => new(
        SqliteErrors.Missing,
        $"The history says that there is an index '{index}', but '{path}' has none.",
        "Somebody changed the database by hand: create the index again, or replace the operation by RunSql(\"DROP INDEX IF EXISTS …\").");

    public static StoreException AlreadyThere(string kind, string name, string path) => new(
        SqliteErrors.AlreadyThere,
        $"The {kind} '{name}' can't be made: '{path}' has it already, though no applied migration made it.",
        kind == "table"
            ? $"If it is the table you mean, declare it: .ExistingTable(\"{name}\", t => …). Else choose another name."
            : "Choose another name, or remove the operation.");

    public static StoreException Dependant(string table, string column, string dependant) => new(
        SqliteErrors.Dependants,
        $"Column '{column}' of table '{table}' can't be dropped: it is used by {dependant}.",
        "Take that away first with RunSql in the same migration, and say in its second argument how to make it again.");

    /// <summary>What an error of SQLite means while an operation runs.</summary>
    public static MigrationException Of(SqliteException error, string operation, string path) => error.SqliteExtendedErrorCode switch
    {
        raw.SQLITE_CONSTRAINT_NOTNULL => new DataException(
            SqliteErrors.ValueMissing,
            $"{operation}: rows lack a value ({Message(error)}).",
            "Give the column a default, or say what the rows that are there get: .Fill(…).",
            error),
        raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY => new DataException(
            SqliteErrors.Duplicates,
            $"{operation}: rows have the same values ({Message(error)}).",
            "Make the rows different first, with RunSql for instance.",
            error),
        _ when error.SqliteErrorCode == raw.SQLITE_CONSTRAINT => new DataException(
            SqliteErrors.ConstraintFailed,
            $"{operation}: rows break a constraint ({Message(error)}).",
            "Correct the rows first, with RunSql for instance.",
            error),
        _ when error.SqliteErrorCode == raw.SQLITE_ERROR => new StoreException(
            SqliteErrors.Failed,
            $"{operation}: SQLite refused a statement on '{path}': {Message(error)}",
            "Read the message: it quotes what SQLite did not accept. What was begun was rolled back.",
            error),
        _ => Access.SqliteFault.Of(error, path),
    };

    private static string Message(SqliteException error) => error.Message.Replace(TableRebuild.TemporaryName + ".", "", StringComparison.Ordinal);
}
