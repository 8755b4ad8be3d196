using System.Diagnostics;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Creates an index.</summary>
[DebuggerDisplay("CREATE INDEX {Index.Name} ON {Table}")]
public sealed record CreateIndexOperation : SqlOperation
{
    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The index.</summary>
    public required IndexState Index { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => FragmentText.Of(Index.Name);

    /// <inheritdoc/>
    public override string Describe() => $"Create {(Index.Unique ? "unique index" : "index")} {Index.Name} on {Table} ({string.Join(", ", Index.Columns)})";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Index(Table, Index.Name), .. Index.Columns.Select(column => OperationTouch.Needs(Table, column))];

    /// <inheritdoc/>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        DropIndexOperation drop when drop.Table == Table && drop.Index == Index.Name => Reduction.Nothing,
        DropTableOperation drop when drop.Table == Table => Reduction.To(drop),
        _ => base.Reduce(next),
    };

    private protected override SqlSchema ApplyTo(SqlSchema schema) => SchemaRules.AddIndex(schema, Table, Index);

    private protected override SqlOperation ReverseFrom(SqlSchema before) => new DropIndexOperation { Table = Table, Index = Index.Name };
}
