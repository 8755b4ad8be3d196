using DocMigrate.Errors;

namespace DocMigrate.Sql;

/// <summary>The codes of errors in SQL operations, models and states, and in the history that a SQL database holds.</summary>
internal static class SqlErrors
{
    public static ErrorCode UnknownTable { get; } = new("DM4001", "The table is not known");

    public static ErrorCode TableExists { get; } = new("DM4002", "The table exists already");

    public static ErrorCode UnknownColumn { get; } = new("DM4003", "The column is not known");

    public static ErrorCode ColumnExists { get; } = new("DM4004", "The column exists already");

    public static ErrorCode UnknownIndex { get; } = new("DM4005", "The index is not known");

    public static ErrorCode IndexExists { get; } = new("DM4006", "The index exists already");

    public static ErrorCode ColumnInUse { get; } = new("DM4007", "Something depends on the column");

    public static ErrorCode TableInUse { get; } = new("DM4008", "Something depends on the table");

    public static ErrorCode InvalidColumn { get; } = new("DM4009", "The column's definition contradicts itself");

    public static ErrorCode InvalidValue { get; } = new("DM4010", "The value does not fit the column's type");

    public static ErrorCode InvalidTable { get; } = new("DM4011", "The table's definition contradicts itself");

    public static ErrorCode NotATable { get; } = new("DM4012", "The model can't be a table");

    public static ErrorCode DefaultRequired { get; } = new("DM4013", "A new required column needs a value for the existing rows");

    public static ErrorCode ChangeNotSupported { get; } = new("DM4014", "A column's change can't be written as an operation yet");

    public static ErrorCode CircularTables { get; } = new("DM4015", "New tables refer to each other in a circle");

    public static ErrorCode MixedStore { get; } = new("DM4016", "The store holds no tables");

    public static ErrorCode NewerFormat { get; } = new("DM6012", "The history was written by a newer DocMigrate");
}
