using DocMigrate.Backends;
using DocMigrate.Engine.Authoring;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Planning;
using DocMigrate.Engine.Stores;
using DocMigrate.Errors;
using DocMigrate.History;

namespace DocMigrate.Engine.Reporting;

/// <summary>Looks for what is not as it should be. Changes nothing.</summary>
internal sealed class ProjectChecker(StoreSet stores, HistoryReader reader, MigrationPlanner planner, StatusReporter status, MigrationAuthor author)
{
    /// <exception cref="CatalogException">The migrations contradict each other.</exception>
    public async Task<CheckReport> CheckAsync(CancellationToken cancellationToken)
    {
        var problems = new List<CheckProblem>();
        foreach (var module in planner.Graph.Modules)
        {
            planner.Graph.Leaf(module);
        }

        problems.AddRange(Models());
        problems.AddRange(Manifest());
        var found = await CheckStoresAsync(cancellationToken);
        problems.AddRange(found.Problems);
        return found with { Problems = problems.ToValueList() };
    }

    /// <summary>Leaves the models out.</summary>
    public async Task<CheckReport> CheckStoresAsync(CancellationToken cancellationToken)
    {
        var servers = new List<ServerReport>();
        var unreachable = await UnreachableAsync(servers, cancellationToken);
        var problems = unreachable.Count > 0 ? unreachable : History(await reader.ReadAsync(cancellationToken));
        return new CheckReport(problems.ToValueList()) { Servers = servers.Count == 0 ? null : servers.ToValueList() };
    }

    private IEnumerable<CheckProblem> Manifest()
    {
        try
        {
            return author.ManifestFault() is { } fault
                ? [new CheckProblem { Kind = CheckProblemKind.Manifest, Message = fault, Remedy = "Run 'docmigrate makemigrations', which writes it anew from the code." }]
                : [];
        }
        catch (ConfigurationException error)
        {
            return [new CheckProblem { Kind = CheckProblemKind.Manifest, Message = error.Message, Remedy = error.Remedy }];
        }
    }

    private IEnumerable<CheckProblem> Models()
    {
        try
        {
            return author.Detect(new MakeMigrationsOptions(), planner.Graph).Select(static migration => new CheckProblem
            {
                Kind = CheckProblemKind.ModelChanged,
                Migration = migration.Id.ToString(),
                Message = $"The models of '{migration.Id.Module}' ask for what no migration makes: " +
                    string.Join("; ", migration.Operations.Select(static operation => operation.Operation.Describe())) + ".",
                Remedy = "Run 'docmigrate makemigrations'.",
            });
        }
        catch (AnswerRequiredException question)
        {
            return [new CheckProblem { Kind = CheckProblemKind.ModelChanged, Message = question.Message, Remedy = question.Remedy }];
        }
    }

    private async Task<List<CheckProblem>> UnreachableAsync(List<ServerReport> servers, CancellationToken cancellationToken)
    {
        var problems = new List<CheckProblem>();
        foreach (var backend in stores.Backends)
        {
            try
            {
                await backend.Database.ExistsAsync(cancellationToken);
                if (backend.Database is IProbesServer server && stores.Backends.First(first => first.Database == backend.Database) == backend)
                {
                    servers.Add(await server.ProbeAsync(cancellationToken));
                }
            }
            catch (StoreException error)
            {
                problems.Add(new CheckProblem
                {
                    Kind = CheckProblemKind.Unreachable,
                    Store = backend.Store,
                    Message = error.Message,
                    Remedy = error.Remedy,
                });
            }
        }

        return problems;
    }

    private IEnumerable<CheckProblem> History(HistorySnapshot history)
    {
        foreach (var problem in history.Problems)
        {
            yield return new CheckProblem
            {
                Kind = CheckProblemKind.Inconsistent,
                Migration = problem.Migration?.ToString(),
                Store = problem.Store,
                Message = problem.Message,
                Remedy = problem.Remedy,
            };
        }

        if (MigrationPlanner.FindInconsistency(planner.View(history)) is { } error)
        {
            yield return new CheckProblem { Kind = CheckProblemKind.Inconsistent, Message = error.Message, Remedy = error.Remedy };
        }

        foreach (var problem in status.Report(history).Select(Of).OfType<CheckProblem>())
        {
            yield return problem.Kind == CheckProblemKind.Edited ? WithChanges(problem, history.Entries[MigrationId.Parse(problem.Migration!)]) : problem;
        }
    }

    private CheckProblem WithChanges(CheckProblem problem, LedgerEntry entry)
    {
        try
        {
            var changes = planner.ChangesOf(entry);
            return problem with { Message = $"{problem.Message} Since then: {EditComparison.Summary(changes)}.", Changes = changes };
        }
        catch (HistoryException error)
        {
            return problem with { Message = $"{problem.Message} What was changed can't be told: {error.Message}" };
        }
    }

    private static CheckProblem? Of(MigrationReport migration)
    {
        var id = $"{migration.Module}.{migration.Name}";
        return migration switch
        {
            { NotInCode: true } => new CheckProblem
            {
                Kind = CheckProblemKind.NotInCode,
                Migration = id,
                Message = $"'{id}' is applied and the code does not have it.",
                Remedy = "Run 'docmigrate migrate --sync', which undoes it from the history; or bring its file back, from the branch that it was applied from.",
            },
            { Edited: true, Status: MigrationStatus.Applied } => new CheckProblem
            {
                Kind = CheckProblemKind.Edited,
                Migration = id,
                Message = $"'{id}' was edited after it was applied; the stores hold what it said then.",
                Remedy = "Take the edit back, and write a new migration for what is wanted.",
            },
            { Status: MigrationStatus.Applied } => null,
            { Status: MigrationStatus.Running or MigrationStatus.Failed } => new CheckProblem
            {
                Kind = CheckProblemKind.HalfDone,
                Migration = id,
                Message = $"'{id}' is half-done.",
                Remedy = "Run 'docmigrate migrate': it goes on where the last run stopped.",
            },
            _ => new CheckProblem
            {
                Kind = CheckProblemKind.Pending,
                Migration = id,
                Message = $"'{id}' is not applied.",
                Remedy = "Run 'docmigrate migrate'.",
            },
        };
    }
}
