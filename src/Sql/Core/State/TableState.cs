namespace DocMigrate.Sql.State;

/// <summary>A table. Immutable.</summary>
public sealed record TableState
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The columns in order.</summary>
    public ValueList<ColumnState> Columns { get; init; } = [];

    /// <summary>The indexes, in ordinal order of their names.</summary>
    public ValueList<IndexState> Indexes { get; init; } = [];

    /// <summary>
    /// Whether it was there before any migration and was only declared. It may have columns and indexes that the state does not know, and
    /// <c>makemigrations</c> never drops it for want of a model class.
    /// </summary>
    public bool Existing { get; init; }

    /// <summary>The column of that name, or null.</summary>
    public ColumnState? FindColumn(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>The index of that name, or null.</summary>
    public IndexState? FindIndex(string name) => Indexes.FirstOrDefault(index => index.Name == name);

    internal ColumnState Column(string name) => FindColumn(name) ?? throw SqlStateFault.UnknownColumn(this, name);

    internal IndexState Index(string name) => FindIndex(name) ?? throw SqlStateFault.UnknownIndex(this, name);

    internal TableState With(IEnumerable<IndexState> indexes) =>
        this with { Indexes = indexes.OrderBy(static index => index.Name, StringComparer.Ordinal).ToValueList() };

    /// <summary>With a column renamed, in its indexes and its references to itself too.</summary>
    internal TableState RenameColumn(string from, string to) =>
        (this with { Columns = Columns.Select(column => column.Name == from ? column with { Name = to } : column).ToValueList() })
        .With(Indexes.Select(index => index with { Columns = index.Columns.Select(column => column == from ? to : column).ToValueList() }));

    internal void Check() => TableRules.Check(this);
}
