using System.Diagnostics;
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

    private protected override SqlSchema ApplyTo(SqlSchema schema) => SchemaRules.AddIndex(schema, Table, Index);

    private protected override SqlOperation ReverseFrom(SqlSchema before) => new DropIndexOperation { Table = Table, Index = Index.Name };
}
