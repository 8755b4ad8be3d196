using DocMigrate.Models;

namespace DocMigrate.Sql.State;

/// <summary>What every table must keep to, whatever the store.</summary>
internal static class TableRules
{
    /// <exception cref="Errors.StateException">The table contradicts itself.</exception>
    public static void Check(TableState table)
    {
        if (string.IsNullOrWhiteSpace(table.Name))
        {
            throw SqlStateFault.InvalidTable(table.Name, "it has no name");
        }

        if (table.Columns.Count == 0)
        {
            throw SqlStateFault.InvalidTable(table.Name, "it has no columns");
        }

        if (table.Columns.GroupBy(static column => column.Name).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw SqlStateFault.InvalidTable(table.Name, $"it has two columns '{twice.Key}'");
        }

        foreach (var column in table.Columns)
        {
            Check(table, column);
        }

        foreach (var index in table.Indexes)
        {
            Check(table, index);
        }
    }

    public static void Check(TableState table, ColumnState column)
    {
        var why = column switch
        {
            _ when string.IsNullOrWhiteSpace(column.Name) => "it has no name",
            { Type: ScalarKind.Any or ScalarKind.ObjectId } => "it has no type",
            { Key: true, Nullable: true } => "a key can't be null",
            { MaxLength: not null, Type: not (ScalarKind.String or ScalarKind.Binary) } => "only text and bytes have a greatest length",
            { MaxLength: <= 0 } => "its greatest length must be positive",
            { AutoIncrement: true, Key: false } => "only a key can be numbered automatically",
            { AutoIncrement: true, Type: not (ScalarKind.Int32 or ScalarKind.Int64) } => "only an integer can be numbered automatically",
            { AutoIncrement: true } when table.Columns.Count(static other => other.Key) > 1 => "a part of a key can't be numbered automatically",
            _ => null,
        };
        if (why is not null)
        {
            throw SqlStateFault.InvalidColumn(table.Name, column.Name, why);
        }
    }

    public static void Check(TableState table, IndexState index)
    {
        if (index.Columns.Count == 0)
        {
            throw SqlStateFault.InvalidTable(table.Name, $"index '{index.Name}' has no columns");
        }

        foreach (var column in index.Columns)
        {
            table.Column(column);
        }
    }
}
