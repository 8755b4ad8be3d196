using System.Diagnostics;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Creates a table. Undone, its rows are kept aside and come back when it is applied again.</summary>
[DebuggerDisplay("CREATE TABLE {Table.Name}")]
public sealed record CreateTableOperation : SqlOperation
{
    /// <summary>The table.</summary>
    public required TableState Table { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => FragmentText.Of(Table.Name);

    /// <inheritdoc/>
    public override string Describe() => $"Create table {Table.Name}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Lossless : LossClass.Shadowed;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Table.Name), .. Table.Columns.Where(column => column.References is { } key && key.Table != Table.Name).Select(static column => column.Needs())];

    /// <inheritdoc/>
    /// <remarks>The table has no rows yet, so what is done to it next may as well be done in making it.</remarks>
    public override Reduction Reduce(MigrationOperation next) => TableReductions.Made(Table, next) switch
    {
        { } made => Reduction.To(this with { Table = made }),
        null when next is DropTableOperation drop && drop.Table == Table.Name => Reduction.Nothing,
        _ => base.Reduce(next),
    };

    private protected override SqlSchema ApplyTo(SqlSchema schema) => SchemaRules.AddTable(schema, Table);

    private protected override SqlOperation ReverseFrom(SqlSchema before) => new DropTableOperation { Table = Table.Name };
}
