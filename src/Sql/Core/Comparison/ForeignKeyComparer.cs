using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Comparison;

/// <summary>Finds foreign keys that changed on columns that stayed.</summary>
internal static class ForeignKeyComparer
{
    /// <summary>Says what can't be done yet, rather than leave it out silently.</summary>
    public static void RefuseChanges(SchemaDraft draft)
    {
        foreach (var (current, wanted) in draft.CommonTables)
        {
            foreach (var column in wanted.Columns)
            {
                if (current.FindColumn(column.Name) is { } before && before.References != column.References)
                {
                    throw ColumnComparer.ChangeNotSupported(
                        wanted, column.Name, $"it referred to {Target(before.References)} and refers to {Target(column.References)}");
                }
            }
        }
    }

    private static string Target(ForeignKeyState? key) => key is null ? "nothing" : $"'{key.Table}.{key.Column}'";
}
