using DocMigrate.Engine.Reporting;
using DocMigrate.History;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes where migrations stand, in the form that users of Django know.</summary>
internal static class MigrationListWriter
{
    public static void Write(IAnsiConsole text, IReadOnlyList<MigrationReport> migrations, bool byModule)
    {
        if (migrations.Count == 0)
        {
            text.WriteLine("(no migrations)");
        }
        else if (byModule)
        {
            foreach (var module in migrations.GroupBy(static migration => migration.Module))
            {
                text.MarkupLineInterpolated($"[bold]{module.Key}[/]");
                foreach (var migration in module)
                {
                    text.MarkupLineInterpolated($" [[{Mark(migration)}]] {migration.Name}[yellow]{Remarks(migration)}[/]");
                }
            }
        }
        else
        {
            foreach (var migration in migrations)
            {
                text.MarkupLineInterpolated($"[[{Mark(migration)}]]  {migration.Module}.{migration.Name}[yellow]{Remarks(migration)}[/]");
            }
        }
    }

    private static char Mark(MigrationReport migration) => migration.Status switch
    {
        MigrationStatus.Applied => 'X',
        MigrationStatus.Running or MigrationStatus.Failed => '~',
        _ when migration.Stores.Any(static store => store.Status is not (MigrationStatus.Pending or MigrationStatus.RolledBack)) => '~',
        _ => ' ',
    };

    private static string Remarks(MigrationReport migration)
    {
        var remarks = new List<string>();
        if (Mark(migration) == '~')
        {
            remarks.AddRange(migration.Stores.Select(static store => $"{store.Store}: {Words.Of(store.Status)}"));
        }

        if (migration.Replaces is { Count: > 0 } replaced)
        {
            remarks.Add($"replaces {replaced.Count}");
        }

        if (migration.Late > 0)
        {
            remarks.Add($"{Words.Of(migration.Late)} late");
        }

        if (migration.NotInCode)
        {
            remarks.Add("its code is gone");
        }

        if (migration.Edited)
        {
            remarks.Add("edited after it was applied");
        }

        return remarks.Count == 0 ? "" : $" ({string.Join(", ", remarks)})";
    }
}
