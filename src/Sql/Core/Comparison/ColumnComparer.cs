using DocMigrate.Errors;
using DocMigrate.Models;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.State;
using DocMigrate.Sql.Values;

namespace DocMigrate.Sql.Comparison;

/// <summary>Finds columns that were renamed, that are new and that are gone.</summary>
internal static class ColumnComparer
{
    public static void Rename(SchemaDraft draft)
    {
        foreach (var (current, wanted) in draft.CommonTables.ToList())
        {
            foreach (var column in wanted.Columns)
            {
                if (current.FindColumn(column.Name) is null
                    && draft.Context.RenamedFrom(wanted.Name, column.Name) is { } from
                    && current.FindColumn(from) is not null
                    && wanted.FindColumn(from) is null)
                {
                    draft.Add(new RenameColumnOperation { Table = wanted.Name, Column = from, NewName = column.Name });
                }
            }
        }
    }

    /// <summary>Says what can't be done yet, rather than leave it out silently.</summary>
    public static void RefuseChanges(SchemaDraft draft)
    {
        foreach (var (current, wanted) in draft.CommonTables)
        {
            foreach (var column in wanted.Columns)
            {
                if (current.FindColumn(column.Name) is { } before && Change(before, column) is { } change)
                {
                    throw ChangeNotSupported(wanted, column.Name, change);
                }
            }

            if (current.Columns.FirstOrDefault(column => column.Key && wanted.FindColumn(column.Name) is null) is { } key)
            {
                throw ChangeNotSupported(wanted, key.Name, "the model no longer has this part of the key");
            }

            if (wanted.Columns.FirstOrDefault(column => column.Key && current.FindColumn(column.Name) is null) is { } newKey)
            {
                throw ChangeNotSupported(wanted, newKey.Name, "the model has made this new column a part of the key");
            }
        }
    }

    public static void Add(SchemaDraft draft)
    {
        List<(string Column, ScalarKind Type)> lacking = [];
        foreach (var (current, wanted) in draft.CommonTables.ToList())
        {
            foreach (var column in wanted.Columns.Where(column => current.FindColumn(column.Name) is null))
            {
                var answer = draft.Context.DefaultFor(wanted.Name, column.Name);
                if (answer is null && !column.Nullable && column.Default is null)
                {
                    lacking.Add(($"{wanted.Name}.{column.Name}", column.Type));
                    continue;
                }

                var fill = answer is null or "null" ? null : Fill(wanted, column, answer);
                draft.Add(new AddColumnOperation { Table = wanted.Name, Column = column, Fill = fill == column.Default ? null : fill });
            }
        }

        if (lacking.Count > 0)
        {
            throw new AnswerRequiredException(
                SqlErrors.DefaultRequired,
                $"What value do the rows that are there get in {string.Join(", ", lacking.Select(static item => $"'{item.Column}'"))}? The new column can't be null and has no default.",
                $"Say it as JSON: {string.Join(' ', lacking.Select(static item => $"--default '{item.Column}={Example(item.Type)}'"))}; or make the property nullable, or give it a default.");
        }
    }

    public static void Drop(SchemaDraft draft)
    {
        foreach (var (current, wanted) in draft.CommonTables.ToList())
        {
            foreach (var column in current.Columns.Where(column => wanted.FindColumn(column.Name) is null))
            {
                draft.Add(new DropColumnOperation { Table = wanted.Name, Column = column.Name });
            }
        }
    }

    internal static ConfigurationException ChangeNotSupported(TableState table, string column, string change) => new(
        SqlErrors.ChangeNotSupported,
        $"Column '{column}' of table '{table.Name}' has changed in a way that no operation covers yet: {change}.",
        $"Take the change back; or add a column of another name, copy the values with RunSql(\"UPDATE {table.Name} SET …\"), and drop the old one.");

    private static string? Change(ColumnState before, ColumnState after) =>
        before.Type != after.Type ? $"its type was {before.Type} and is {after.Type}"
        : before.MaxLength != after.MaxLength ? $"its greatest length was {Length(before)} and is {Length(after)}"
        : before.Nullable != after.Nullable ? (after.Nullable ? "it may now be null" : "it may no longer be null")
        : before.Key != after.Key ? (after.Key ? "it is now a key" : "it is no longer a key")

        // A default that the model does not state harms nothing, and authors write such into migrations for the rows that are there.
        : after.Default is not null && before.Default != after.Default ? $"its default was {Quoted(before.Default)} and is {Quoted(after.Default)}"
        : null;

    private static string Length(ColumnState column) =>
        column.MaxLength?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unlimited";

    private static string Quoted(string? text) => text is null ? "none" : $"'{text}'";

    private static string Fill(TableState table, ColumnState column, string answer) =>
        SqlText.OfJson(column.Type, answer) ?? throw new ConfigurationException(
            SqlErrors.InvalidValue,
            $"The default '{answer}' for '{table.Name}.{column.Name}' is no JSON value of type {column.Type}.",
            $"Write it as JSON, as in --default '{table.Name}.{column.Name}={Example(column.Type)}'");

    private static string Example(ScalarKind type) => type switch
    {
        ScalarKind.Boolean => "false",
        ScalarKind.Int32 or ScalarKind.Int64 or ScalarKind.Double or ScalarKind.Decimal => "0",
        ScalarKind.DateTime => "\"2026-01-31T00:00:00\"",
        ScalarKind.Date => "\"2026-01-31\"",
        ScalarKind.Time => "\"00:00:00\"",
        ScalarKind.Guid => "\"00000000-0000-0000-0000-000000000000\"",
        _ => "\"\"",
    };
}
