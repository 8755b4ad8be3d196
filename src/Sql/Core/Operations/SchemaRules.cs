using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>The changes to a schema that more than one operation makes or that have several rules.</summary>
internal static class SchemaRules
{
    public static SqlSchema AddTable(SqlSchema schema, TableState table)
    {
        if (schema.FindTable(table.Name) is not null)
        {
            throw SqlStateFault.TableExists(table.Name);
        }

        table.Check();
        foreach (var column in table.Columns)
        {
            CheckReference(schema, table, column);
        }

        var added = schema.With(table.With([]));
        return table.Indexes.Aggregate(added, (current, index) => AddIndex(current, table.Name, index));
    }

    public static SqlSchema AddColumn(SqlSchema schema, AddColumnOperation operation)
    {
        var table = schema.Table(operation.Table);
        var column = operation.Column;
        if (table.FindColumn(column.Name) is not null)
        {
            throw SqlStateFault.ColumnExists(table, column.Name);
        }

        if (column.Key)
        {
            throw SqlStateFault.InvalidColumn(table.Name, column.Name, "a table's key can't be changed once the table is there");
        }

        var place = operation.Before is { } next ? table.Columns.TakeWhile(other => other != table.Column(next)).Count() : table.Columns.Count;
        var changed = table with { Columns = [.. table.Columns.Take(place), column, .. table.Columns.Skip(place)] };
        TableRules.Check(changed, column);
        CheckReference(schema, changed, column);
        return schema.With(changed);
    }

    public static SqlSchema DropColumn(SqlSchema schema, DropColumnOperation operation)
    {
        var table = schema.Table(operation.Table);
        var column = table.Column(operation.Column);
        var use = column.Key ? "it is the table's key"
            : table.Columns.Count == 1 ? "it is the table's only column"
            : table.Indexes.FirstOrDefault(index => index.Columns.Contains(column.Name)) is { } index ? $"index '{index.Name}' contains it"
            : schema.ReferencesTo(table.Name, column.Name).FirstOrDefault() is { Table: not null } reference
                ? $"column '{reference.Column.Name}' of table '{reference.Table.Name}' refers to it"
            : null;
        return use is null
            ? schema.With(table with { Columns = table.Columns.Where(other => other != column).ToValueList() })
            : throw SqlStateFault.ColumnInUse(table, column.Name, use);
    }

    public static SqlSchema AddIndex(SqlSchema schema, string tableName, IndexState index)
    {
        var table = schema.Table(tableName);
        if (schema.Tables.FirstOrDefault(other => other.FindIndex(index.Name) is not null) is { } holder)
        {
            throw SqlStateFault.IndexExists(holder.Name, index.Name);
        }

        TableRules.Check(table, index);
        return schema.With(table.With(table.Indexes.Append(index)));
    }

    private static void CheckReference(SqlSchema schema, TableState table, ColumnState column)
    {
        if (column.References is { } key)
        {
            (key.Table == table.Name ? table : schema.Table(key.Table)).Column(key.Column);
        }
    }
}
