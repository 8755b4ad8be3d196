using System.Diagnostics;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Drops a table. Its rows are kept aside; undone, it is back with them.</summary>
[DebuggerDisplay("DROP TABLE {Table}")]
public sealed record DropTableOperation : SqlOperation
{
    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => FragmentText.Of("delete", Table);

    /// <inheritdoc/>
    public override string Describe() => $"Drop table {Table}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Shadowed : LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Table)];

    private protected override SqlSchema ApplyTo(SqlSchema schema)
    {
        var table = schema.Table(Table);
        if (schema.ReferencesTo(Table).FirstOrDefault(reference => reference.Table.Name != Table) is { Table: not null } reference)
        {
            throw SqlStateFault.TableInUse(Table, $"column '{reference.Column.Name}' of table '{reference.Table.Name}' refers to it");
        }

        return schema.Without(table.Name);
    }

    private protected override SqlOperation ReverseFrom(SqlSchema before) => new CreateTableOperation { Table = before.Table(Table) };
}
