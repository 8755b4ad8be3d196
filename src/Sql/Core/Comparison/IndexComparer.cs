using DocMigrate.Sql.Operations;

namespace DocMigrate.Sql.Comparison;

/// <summary>Finds indexes that are new, that are gone, and that changed: those are dropped and made anew.</summary>
internal static class IndexComparer
{
    public static void Drop(SchemaDraft draft)
    {
        foreach (var (current, wanted) in draft.CommonTables.ToList())
        {
            foreach (var index in current.Indexes.Where(index => !wanted.Indexes.Contains(index)))
            {
                draft.Add(new DropIndexOperation { Table = current.Name, Index = index.Name });
            }
        }
    }

    public static void Create(SchemaDraft draft)
    {
        foreach (var (current, wanted) in draft.CommonTables.ToList())
        {
            foreach (var index in wanted.Indexes.Where(index => !current.Indexes.Contains(index)))
            {
                draft.Add(new CreateIndexOperation { Table = current.Name, Index = index });
            }
        }
    }
}
