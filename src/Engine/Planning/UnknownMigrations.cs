using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Planning;

/// <summary>What has to be undone so that nothing is applied which the code does not have.</summary>
internal static class UnknownMigrations
{
    /// <param name="view">The code's migrations.</param>
    /// <param name="history">What is applied.</param>
    /// <param name="all">See <see cref="RecordedGraph"/>.</param>
    /// <param name="stores">The stores of the configuration.</param>
    /// <returns>
    /// The unknown ones and what depends on them. What was applied on a shape that they had made depends on them: without saying so it could not have been
    /// applied, see <see cref="ChainOrder"/>.
    /// </returns>
    /// <exception cref="HistoryException">One of them is on a store that the configuration lacks.</exception>
    public static IReadOnlySet<MigrationId> Undone(SquashView view, HistorySnapshot history, MigrationGraph all, IReadOnlyCollection<string> stores)
    {
        var unknown = RecordedGraph.Unknown(view, history);
        foreach (var entry in unknown)
        {
            foreach (var part in entry.Parts.Where(part => part.Status.IsTouched() && !stores.Contains(part.Store)))
            {
                throw new HistoryException(
                    HistoryErrors.StoreNotConfigured,
                    $"'{entry.Migration}' is to be undone on the store '{part.Store}', which the configuration does not have. It has {Suggest.List(stores)}.",
                    $"Add the store '{part.Store}' to docmigrate.json as the branch has it (or pass that file with --config), and run again. Nothing was changed.");
            }
        }

        return all.Descendants(unknown.Select(static entry => entry.Migration)).Where(history.IsTouched).ToHashSet();
    }
}
