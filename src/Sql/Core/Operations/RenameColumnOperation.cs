using System.Diagnostics;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Renames a column, and what refers to it.</summary>
[DebuggerDisplay("ALTER TABLE {Table} RENAME COLUMN {Column} TO {NewName}")]
public sealed record RenameColumnOperation : SqlOperation
{
    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The old name.</summary>
    public required string Column { get; init; }

    /// <summary>The new name.</summary>
    public required string NewName { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => FragmentText.Of("rename", Table, Column, NewName);

    /// <inheritdoc/>
    public override string Describe() => $"Rename column {Column} of {Table} to {NewName}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Table, Column), OperationTouch.Changes(Table, NewName)];

    /// <inheritdoc/>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        RenameColumnOperation rename when rename.Table == Table && rename.Column == NewName =>
            rename.NewName == Column ? Reduction.Nothing : Reduction.To(this with { NewName = rename.NewName }),
        DropColumnOperation drop when drop.Table == Table && drop.Column == NewName => Reduction.To(drop with { Column = Column }),
        DropTableOperation drop when drop.Table == Table => Reduction.To(drop),
        _ => base.Reduce(next),
    };

    private protected override SqlSchema ApplyTo(SqlSchema schema)
    {
        var table = schema.Table(Table);
        table.Column(Column);
        if (table.FindColumn(NewName) is not null)
        {
            throw SqlStateFault.ColumnExists(table, NewName);
        }

        return schema.With(table.RenameColumn(Column, NewName)).Redirect(Table, Column, key => key with { Column = NewName });
    }

    private protected override SqlOperation ReverseFrom(SqlSchema before) =>
        new RenameColumnOperation { Table = Table, Column = NewName, NewName = Column };
}
