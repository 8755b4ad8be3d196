using System.Diagnostics;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Renames a table, and what refers to it.</summary>
[DebuggerDisplay("ALTER TABLE {Table} RENAME TO {NewName}")]
public sealed record RenameTableOperation : SqlOperation
{
    /// <summary>The old name.</summary>
    public required string Table { get; init; }

    /// <summary>The new name.</summary>
    public required string NewName { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => FragmentText.Of("rename", Table, NewName);

    /// <inheritdoc/>
    public override string Describe() => $"Rename table {Table} to {NewName}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Table), OperationTouch.Changes(NewName)];

    /// <inheritdoc/>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        RenameTableOperation rename when rename.Table == NewName =>
            rename.NewName == Table ? Reduction.Nothing : Reduction.To(this with { NewName = rename.NewName }),
        DropTableOperation drop when drop.Table == NewName => Reduction.To(drop with { Table = Table }),
        _ => base.Reduce(next),
    };

    private protected override SqlSchema ApplyTo(SqlSchema schema)
    {
        var table = schema.Table(Table);
        if (schema.FindTable(NewName) is not null)
        {
            throw SqlStateFault.TableExists(NewName);
        }

        return schema.Without(Table).With(table with { Name = NewName }).Redirect(Table, null, key => key with { Table = NewName });
    }

    private protected override SqlOperation ReverseFrom(SqlSchema before) => new RenameTableOperation { Table = NewName, NewName = Table };
}
