using System.Diagnostics;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Drops an index.</summary>
[DebuggerDisplay("DROP INDEX {Index}")]
public sealed record DropIndexOperation : SqlOperation
{
    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The index.</summary>
    public required string Index { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => FragmentText.Of("remove", Index);

    /// <inheritdoc/>
    public override string Describe() => $"Drop index {Index} on {Table}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    /// <remarks>Which columns it is over, only the state knows: so it relies on all of them.</remarks>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Index(Table, Index), OperationTouch.Needs(Table)];

    /// <inheritdoc/>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        DropTableOperation drop when drop.Table == Table => Reduction.To(drop),
        _ => base.Reduce(next),
    };

    private protected override SqlSchema ApplyTo(SqlSchema schema)
    {
        var table = schema.Table(Table);
        var index = table.Index(Index);
        return schema.With(table.With(table.Indexes.Where(other => other != index)));
    }

    private protected override SqlOperation ReverseFrom(SqlSchema before) =>
        new CreateIndexOperation { Table = Table, Index = before.Table(Table).Index(Index) };
}
