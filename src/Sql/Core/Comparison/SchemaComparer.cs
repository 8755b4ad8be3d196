using DocMigrate.Comparison;
using DocMigrate.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Comparison;

/// <summary>Puts the comparers of the elements into an order that can be run.</summary>
internal static class SchemaComparer
{
    public static IReadOnlyList<MigrationOperation> Compare(SqlSchema from, SqlSchema to, ComparisonContext context)
    {
        var draft = new SchemaDraft(from, to, context);

        // Renames first, so that all that follows sees things by their new names. Indexes go before the columns that they contain, foreign key
        // columns before the tables that they refer to; and the new comes after what it refers to.
        TableComparer.Rename(draft);
        ColumnComparer.Rename(draft);
        ColumnComparer.RefuseChanges(draft);
        ForeignKeyComparer.RefuseChanges(draft);
        IndexComparer.Drop(draft);
        TableComparer.Create(draft);
        ColumnComparer.Add(draft);
        ColumnComparer.Drop(draft);
        TableComparer.Drop(draft);
        IndexComparer.Create(draft);
        return draft.Operations;
    }
}
