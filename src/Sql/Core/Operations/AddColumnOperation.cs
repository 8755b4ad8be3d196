using System.Diagnostics;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Adds a column. Undone, its values are kept aside and come back when it is applied again.</summary>
[DebuggerDisplay("ALTER TABLE {Table} ADD COLUMN {Column.Name}")]
public sealed record AddColumnOperation : SqlOperation
{
    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The column.</summary>
    public required ColumnState Column { get; init; }

    /// <summary>
    /// The value that the rows which are there get, as invariant text; null (the default) for the column's default. Unlike that one it does not
    /// become part of the table.
    /// </summary>
    public string? Fill { get; init; }

    /// <summary>The column that it is put before; null (the default) to put it at the end.</summary>
    public string? Before { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => FragmentText.Of(Table, Column.Name);

    /// <inheritdoc/>
    public override string Describe() => $"Add column {Column.Name} to {Table}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Lossless : LossClass.Shadowed;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Table, Column.Name), .. Before is null ? ValueList<OperationTouch>.Empty : [OperationTouch.Needs(Table, Before)], .. Column.References is null ? ValueList<OperationTouch>.Empty : [Column.Needs()]];

    /// <inheritdoc/>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        DropColumnOperation drop when drop.Table == Table && drop.Column == Column.Name => Reduction.Nothing,
        RenameColumnOperation rename when rename.Table == Table && rename.Column == Column.Name =>
            Reduction.To(this with { Column = TableReductions.Renamed(Table, Column, rename.Column, rename.NewName) }),
        DropTableOperation drop when drop.Table == Table => Reduction.To(drop),
        _ => base.Reduce(next),
    };

    private protected override SqlSchema ApplyTo(SqlSchema schema) => SchemaRules.AddColumn(schema, this);

    private protected override SqlOperation ReverseFrom(SqlSchema before) => new DropColumnOperation { Table = Table, Column = Column.Name };
}
