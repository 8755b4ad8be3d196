using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Reporting;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary>Keeps the migrations of one module.</summary>
internal static class ModuleFilter
{
    /// <exception cref="HistoryException">There are migrations, and none is of that module.</exception>
    public static IReadOnlyList<MigrationReport> Apply(IReadOnlyList<MigrationReport> migrations, string? module)
    {
        if (module is null)
        {
            return migrations;
        }

        var kept = migrations.Where(migration => migration.Module == module).ToList();
        var modules = migrations.Select(static migration => migration.Module).Distinct().ToList();
        return kept.Count > 0
            ? kept
            : throw new HistoryException(
                CliErrors.UnknownModule, $"There is no module '{module}'.{Suggest.DidYouMean(module, modules)}",
                $"Use one of the modules {Suggest.List(modules)}.", ExitCode.Usage);
    }
}
