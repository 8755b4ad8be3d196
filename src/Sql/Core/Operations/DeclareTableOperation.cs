using System.Diagnostics;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Says that a table is there already, made by something other than a migration. Touches no database.</summary>
[DebuggerDisplay("-- table {Table.Name} exists")]
public sealed record DeclareTableOperation : SqlOperation
{
    /// <summary>The table with the columns that migrations may speak of; it may have more.</summary>
    public required TableState Table { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => FragmentText.Of("existing", Table.Name);

    /// <inheritdoc/>
    public override string Describe() => $"Declare existing table {Table.Name}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Table.Name), .. Table.Columns.Where(column => column.References is { } key && key.Table != Table.Name).Select(static column => column.Needs())];

    /// <inheritdoc/>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        ForgetTableOperation forget when forget.Table == Table.Name => Reduction.Nothing,
        _ => base.Reduce(next),
    };

    private protected override SqlSchema ApplyTo(SqlSchema schema) => SchemaRules.AddTable(schema, Table);

    private protected override SqlOperation ReverseFrom(SqlSchema before) => new ForgetTableOperation { Table = Table.Name };
}
