using DocMigrate.Engine.Stores;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Reporting;

/// <summary>The commands of a plan, for a person to read.</summary>
/// <param name="Steps">A part for each step, in the order of execution.</param>
public sealed record ScriptReport(ValueList<ScriptStepReport> Steps)
{
    /// <summary>Asks the stores for the commands of steps. Read-only.</summary>
    internal static async Task<ScriptReport> OfAsync(IEnumerable<PlanStep> steps, StoreSet stores, CancellationToken cancellationToken)
    {
        var scripts = new List<ScriptStepReport>();
        foreach (var step in steps)
        {
            var commands = await stores[step.Store].CompileAsync(step, cancellationToken);
            scripts.Add(new ScriptStepReport(step.Migration.ToString(), step.Store, step.Direction, commands.ToValueList()));
        }

        return new ScriptReport(scripts.ToValueList());
    }
}
