using DocMigrate.Errors;
using DocMigrate.Sql.Values;

namespace DocMigrate.Sql.State;

/// <summary>The errors of operations that do not fit the state.</summary>
internal static class SqlStateFault
{
    public static StateException UnknownTable(SqlSchema schema, string name) => new(
        SqlErrors.UnknownTable,
        $"There is no table '{name}' at this point of the history.{NearestName.Suggest(name, schema.Tables.Select(static table => table.Name))}",
        $"Correct the name, or, for a table that was there before the first migration, declare it first: .ExistingTable(\"{name}\", t => …)");

    public static StateException TableExists(string name) => new(
        SqlErrors.TableExists,
        $"There is a table '{name}' already at this point of the history.",
        "Choose another name, or remove the operation.");

    public static StateException UnknownColumn(TableState table, string name) => new(
        SqlErrors.UnknownColumn,
        $"Table '{table.Name}' has no column '{name}' at this point of the history.{NearestName.Suggest(name, table.Columns.Select(static column => column.Name))}",
        table.Existing
            ? $"Correct the name, or name the column where the table is declared: .ExistingTable(\"{table.Name}\", t => t.Column(\"{name}\", …))"
            : "Correct the name, or add the column before this operation.");

    public static StateException ColumnExists(TableState table, string name) => new(
        SqlErrors.ColumnExists,
        $"Table '{table.Name}' has a column '{name}' already at this point of the history.",
        "Choose another name, or remove the operation.");

    public static StateException UnknownIndex(TableState table, string name) => new(
        SqlErrors.UnknownIndex,
        $"Table '{table.Name}' has no index '{name}' at this point of the history.{NearestName.Suggest(name, table.Indexes.Select(static index => index.Name))}",
        "Correct the name: showmigrations and the migration that created the index tell it.");

    public static StateException IndexExists(string table, string name) => new(
        SqlErrors.IndexExists,
        $"There is an index '{name}' already, on table '{table}': the names of indexes are shared by all tables of a store.",
        "Give the new index another name.");

    public static StateException ColumnInUse(TableState table, string column, string by) => new(
        SqlErrors.ColumnInUse,
        $"Column '{column}' of table '{table.Name}' can't be dropped: {by}.",
        "Drop what depends on it first, in the same migration.");

    public static StateException TableInUse(string table, string by) => new(
        SqlErrors.TableInUse,
        $"Table '{table}' can't be dropped: {by}.",
        "Drop what refers to it first, in the same migration.");

    public static StateException InvalidColumn(string table, string column, string why) => new(
        SqlErrors.InvalidColumn, $"Column '{column}' of table '{table}': {why}.", "Correct the column's definition.");

    public static StateException InvalidTable(string table, string why) => new(
        SqlErrors.InvalidTable, $"Table '{table}': {why}.", "Correct the table's definition.");
}
