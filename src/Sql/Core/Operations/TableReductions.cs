using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>What operations on a table without rows come to: the table as they leave it.</summary>
internal static class TableReductions
{
    /// <summary>What a column refers to, as a touch.</summary>
    public static OperationTouch Needs(this ColumnState column) => OperationTouch.Needs(column.References!.Table, column.References.Column);

    /// <summary>The table after an operation on it; null when that is none, or more than the table is concerned.</summary>
    public static TableState? Made(TableState table, MigrationOperation next) => next switch
    {
        RenameTableOperation rename when rename.Table == table.Name => Renamed(table, rename.NewName),
        AddColumnOperation add when add.Table == table.Name => Added(table, add),
        DropColumnOperation drop when drop.Table == table.Name && IsFree(table, drop.Column) =>
            table with { Columns = table.Columns.Where(column => column.Name != drop.Column).ToValueList() },
        RenameColumnOperation rename when rename.Table == table.Name => Renamed(table.RenameColumn(rename.Column, rename.NewName), rename),
        CreateIndexOperation create when create.Table == table.Name => table.With(table.Indexes.Append(create.Index)),
        DropIndexOperation drop when drop.Table == table.Name && table.FindIndex(drop.Index) is not null =>
            table.With(table.Indexes.Where(index => index.Name != drop.Index)),
        _ => null,
    };

    /// <summary>A column under a new name; what it refers to in its own table is found under the new name too.</summary>
    public static ColumnState Renamed(string table, ColumnState column, string from, string to)
    {
        var renamed = column.Name == from ? column with { Name = to } : column;
        return renamed.References is { } key && key.Table == table && key.Column == from ? renamed with { References = key with { Column = to } } : renamed;
    }

    private static TableState Renamed(TableState table, RenameColumnOperation rename) =>
        table with { Columns = table.Columns.Select(column => Renamed(table.Name, column, rename.Column, rename.NewName)).ToValueList() };

    private static TableState Renamed(TableState table, string name) => table with
    {
        Name = name,
        Columns = table.Columns
            .Select(column => column.References is { } key && key.Table == table.Name ? column with { References = key with { Table = name } } : column)
            .ToValueList(),
    };

    private static TableState? Added(TableState table, AddColumnOperation add)
    {
        var place = add.Before is { } next ? table.Columns.TakeWhile(column => column.Name != next).Count() : table.Columns.Count;
        return add.Before is not null && place == table.Columns.Count
            ? null
            : table with { Columns = [.. table.Columns.Take(place), add.Column, .. table.Columns.Skip(place)] };
    }

    private static bool IsFree(TableState table, string name) => table.FindColumn(name) is { Key: false } && table.Columns.Count > 1
        && !table.Indexes.Any(index => index.Columns.Contains(name))
        && !table.Columns.Any(column => column.References is { } key && key.Table == table.Name && key.Column == name);
}
