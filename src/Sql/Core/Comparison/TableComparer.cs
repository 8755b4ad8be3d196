using DocMigrate.Errors;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Comparison;

/// <summary>Finds tables that were renamed, that are new and that are gone.</summary>
internal static class TableComparer
{
    public static void Rename(SchemaDraft draft)
    {
        foreach (var table in draft.Wanted.Tables)
        {
            // A hint may stay in the model for ever: it counts only while the old table is there and the new one is not.
            if (draft.Current.FindTable(table.Name) is null
                && draft.Context.RenamedFrom(null, table.Name) is { } from
                && draft.Current.FindTable(from) is not null
                && draft.Wanted.FindTable(from) is null)
            {
                draft.Add(new RenameTableOperation { Table = from, NewName = table.Name });
            }
        }
    }

    public static void Create(SchemaDraft draft)
    {
        var pending = draft.Wanted.Tables.Where(table => draft.Current.FindTable(table.Name) is null).ToList();
        while (pending.Count > 0)
        {
            var ready = pending.FirstOrDefault(table => References(table).All(target => draft.Current.FindTable(target) is not null))
                ?? throw Circular("create", pending);

            // The indexes come at the end, where those of all tables are compared.
            draft.Add(new CreateTableOperation { Table = ready with { Indexes = [] } });
            pending.Remove(ready);
        }
    }

    public static void Drop(SchemaDraft draft)
    {
        var pending = draft.Current.Tables.Where(table => !table.Existing && draft.Wanted.FindTable(table.Name) is null).ToList();
        while (pending.Count > 0)
        {
            var ready = pending.FirstOrDefault(table => draft.Current.ReferencesTo(table.Name).All(reference => reference.Table.Name == table.Name))
                ?? throw Circular("drop", pending);
            draft.Add(new DropTableOperation { Table = ready.Name });
            pending.Remove(ready);
        }
    }

    private static IEnumerable<string> References(TableState table) =>
        table.Columns.Select(static column => column.References?.Table).OfType<string>().Where(target => target != table.Name);

    private static ConfigurationException Circular(string verb, List<TableState> tables) => new(
        SqlErrors.CircularTables,
        $"There is no order in which to {verb} the tables {string.Join(", ", tables.Select(static table => $"'{table.Name}'"))}: they refer to each other in a circle.",
        verb == "create"
            ? "Leave one of the foreign keys out of the model now, and add that column in a second migration."
            : "Drop one of the foreign key columns in a migration of its own first.");
}
