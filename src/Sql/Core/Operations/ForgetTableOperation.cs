using System.Diagnostics;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Takes a table out of the state and leaves it in the database as it is.</summary>
[DebuggerDisplay("-- table {Table} is no longer managed")]
public sealed record ForgetTableOperation : SqlOperation
{
    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => FragmentText.Of("forget", Table);

    /// <inheritdoc/>
    public override string Describe() => $"Stop managing table {Table}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Table)];

    private protected override SqlSchema ApplyTo(SqlSchema schema) => schema.Without(schema.Table(Table).Name);

    private protected override SqlOperation ReverseFrom(SqlSchema before) => new DeclareTableOperation { Table = before.Table(Table) };
}
