using System.Diagnostics;
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

    private protected override SqlSchema ApplyTo(SqlSchema schema) => SchemaRules.AddTable(schema, Table);

    private protected override SqlOperation ReverseFrom(SqlSchema before) => new DropTableOperation { Table = Table.Name };
}
