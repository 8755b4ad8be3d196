using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Building;

/// <summary>Declares a table. Not thread-safe.</summary>
public sealed class TableBuilder
{
    private readonly string _name;
    private readonly List<ColumnState> _columns = [];
    private readonly List<IndexState> _indexes = [];

    internal TableBuilder(string name) => _name = name;

    /// <summary>Adds a column.</summary>
    public TableBuilder Column(string name, Action<ColumnBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var column = new ColumnBuilder(_name, name);
        build(column);
        _columns.Add(column.Build());
        return this;
    }

    /// <summary>Says that a column, declared before, refers to another table's.</summary>
    /// <exception cref="Errors.StateException">The column was not declared.</exception>
    public TableBuilder ForeignKey(string column, string table, string referencedColumn)
    {
        var place = _columns.FindIndex(declared => declared.Name == column);
        if (place < 0)
        {
            throw SqlStateFault.UnknownColumn(Build(), column);
        }

        _columns[place] = _columns[place] with { References = new ForeignKeyState { Table = table, Column = referencedColumn } };
        return this;
    }

    /// <summary>Adds an index.</summary>
    /// <param name="columns">The columns in order.</param>
    /// <param name="unique">Whether no two rows may have the same values.</param>
    /// <param name="name">The name; null (the default) for <c>ix_</c>, the table and the columns.</param>
    public TableBuilder Index(ValueList<string> columns, bool unique = false, string? name = null)
    {
        _indexes.Add(new IndexState { Name = name ?? IndexState.DefaultName(_name, columns), Columns = columns, Unique = unique });
        return this;
    }

    internal TableState Build() => new TableState { Name = _name, Columns = _columns.ToValueList() }.With(_indexes);
}
