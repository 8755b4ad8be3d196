using DocMigrate.Errors;
using DocMigrate.State;

namespace DocMigrate.Sql.State;

/// <summary>The tables of one store. Immutable; compared by value.</summary>
public sealed record SqlSchema : IStoreState
{
    /// <summary>Without tables.</summary>
    public static SqlSchema Empty { get; } = new();

    /// <summary>The tables in ordinal order of their names.</summary>
    public ValueList<TableState> Tables { get; init; } = [];

    /// <inheritdoc/>
    public bool IsEmpty => Tables.Count == 0;

    /// <summary>The schema that a store's state is; empty for null.</summary>
    /// <exception cref="StateException">The store holds something other than tables.</exception>
    public static SqlSchema Of(IStoreState? state) => state switch
    {
        null => Empty,
        SqlSchema schema => schema,
        _ => throw new StateException(
            SqlErrors.MixedStore,
            "The operation is for tables, but earlier operations of this store are for documents.",
            "Name the store that holds the tables."),
    };

    /// <summary>The table of that name, or null.</summary>
    public TableState? FindTable(string name) => Tables.FirstOrDefault(table => table.Name == name);

    internal TableState Table(string name) => FindTable(name) ?? throw SqlStateFault.UnknownTable(this, name);

    internal SqlSchema With(TableState table) => Of(Tables.Where(other => other.Name != table.Name).Append(table));

    internal SqlSchema Without(string table) => Of(Tables.Where(other => other.Name != table));

    internal SqlSchema Select(Func<TableState, TableState> change) => Of(Tables.Select(change));

    /// <summary>The columns that refer to a table, or to one of its columns.</summary>
    internal IEnumerable<(TableState Table, ColumnState Column)> ReferencesTo(string table, string? column = null) =>
        from other in Tables
        from reference in other.Columns
        where reference.References?.Table == table && (column is null || reference.References.Column == column)
        select (other, reference);

    /// <summary>With what refers to a table or column referring to its new name.</summary>
    internal SqlSchema Redirect(string table, string? column, Func<ForeignKeyState, ForeignKeyState> redirected) => Select(other => other with
    {
        Columns = other.Columns.Select(reference => reference.References is { } key && key.Table == table && (column is null || key.Column == column)
            ? reference with { References = redirected(key) }
            : reference).ToValueList(),
    });

    private static SqlSchema Of(IEnumerable<TableState> tables) =>
        new() { Tables = tables.OrderBy(static table => table.Name, StringComparer.Ordinal).ToValueList() };
}
