using DocMigrate.Operations;
using DocMigrate.Sql.State;
using DocMigrate.State;

namespace DocMigrate.Sql.Operations;

/// <summary>An operation on the tables of a store.</summary>
public abstract record SqlOperation : MigrationOperation
{
    /// <inheritdoc/>
    public sealed override IStoreState Apply(IStoreState? state) => ApplyTo(SqlSchema.Of(state));

    /// <inheritdoc/>
    public sealed override MigrationOperation? Reverse(IStoreState? before) => ReverseFrom(SqlSchema.Of(before));

    private protected abstract SqlSchema ApplyTo(SqlSchema schema);

    private protected abstract SqlOperation? ReverseFrom(SqlSchema before);
}
