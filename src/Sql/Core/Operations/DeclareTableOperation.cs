using System.Diagnostics;
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

    private protected override SqlSchema ApplyTo(SqlSchema schema) => SchemaRules.AddTable(schema, Table);

    private protected override SqlOperation ReverseFrom(SqlSchema before) => new ForgetTableOperation { Table = Table.Name };
}
