using System.Globalization;
using System.Text.Json;
using DocMigrate.Engine.Reporting;
using DocMigrate.Errors;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DocMigrate.Hosting.Health;

/// <summary>Says whether the stores are where the code expects them. Reads the history and changes nothing.</summary>
internal sealed class StoresHealthCheck(MigratorFactory factory) : IHealthCheck
{
    private const int Shown = 3;

    // The models are a matter of the build, not of the stores.
    private static readonly CheckProblemKind[] Kinds = [.. Enum.GetValues<CheckProblemKind>().Where(static kind => kind != CheckProblemKind.ModelChanged)];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            await using var migrator = factory.Open();
            var problems = (await migrator.CheckStoresAsync(cancellationToken)).Problems;
            return problems.Count == 0
                ? HealthCheckResult.Healthy("All migrations are applied.", DataOf(problems))
                : new HealthCheckResult(
                    problems.All(static problem => IsTolerable(problem.Kind)) ? HealthStatus.Degraded : context.Registration.FailureStatus,
                    Describe(problems), data: DataOf(problems));
        }
        catch (MigrationException error)
        {
            return new HealthCheckResult(
                context.Registration.FailureStatus, error.Message, data: new Dictionary<string, object> { ["error"] = error.Code.Value });
        }
    }

    // While a new version is rolled out, the old one finds migrations that it does not know: it must not be taken out of service for that.
    private static bool IsTolerable(CheckProblemKind kind) => kind is CheckProblemKind.NotInCode or CheckProblemKind.Edited;

    private static string Describe(ValueList<CheckProblem> problems)
    {
        var text = string.Join(" ", problems.Take(Shown).Select(static problem => problem.Message));
        return problems.Count <= Shown ? text : string.Create(CultureInfo.InvariantCulture, $"{text} And {problems.Count - Shown} more.");
    }

    private static Dictionary<string, object> DataOf(ValueList<CheckProblem> problems)
    {
        var data = new Dictionary<string, object>();
        foreach (var kind in Kinds)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
            var found = problems.Where(problem => problem.Kind == kind).ToArray();
            data[name] = found.Length;
            if (found.Length > 0)
            {
                data[name + "Names"] = found.Select(static problem => problem.Migration ?? problem.Store).OfType<string>().Distinct().ToArray();
            }
        }

        return data;
    }
}
