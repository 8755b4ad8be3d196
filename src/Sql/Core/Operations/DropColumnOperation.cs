using System.Diagnostics;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Drops a column. Its values are kept aside; undone, they are back where the row is still there.</summary>
[DebuggerDisplay("ALTER TABLE {Table} DROP COLUMN {Column}")]
public sealed record DropColumnOperation : SqlOperation
{
    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => FragmentText.Of("remove", Table, Column);

    /// <inheritdoc/>
    public override string Describe() => $"Drop column {Column} from {Table}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Shadowed : LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Table, Column)];

    /// <inheritdoc/>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        DropTableOperation drop when drop.Table == Table => Reduction.To(drop),
        _ => base.Reduce(next),
    };

    private protected override SqlSchema ApplyTo(SqlSchema schema) => SchemaRules.DropColumn(schema, this);

    private protected override SqlOperation ReverseFrom(SqlSchema before)
    {
        var columns = before.Table(Table).Columns;
        var place = columns.TakeWhile(column => column.Name != Column).Count();
        return new AddColumnOperation
        {
            Table = Table,
            Column = before.Table(Table).Column(Column),
            Before = place + 1 < columns.Count ? columns[place + 1].Name : null,
        };
    }
}
