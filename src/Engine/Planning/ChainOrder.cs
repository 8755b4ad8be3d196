using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Operations;

namespace DocMigrate.Engine.Planning;

/// <summary>
/// Holds the order within the chain of each table and collection: a migration that is merged in late must not slip under one that is applied already
/// and that was written without knowledge of it, for then two databases would have the same changes in different orders.
/// </summary>
/// <param name="definitions">What migrations consist of.</param>
/// <param name="history">What is applied.</param>
/// <param name="view">What depends on what.</param>
/// <param name="undone">What the same plan undoes before: it is in nobody's way.</param>
internal sealed class ChainOrder(AppliedDefinitions definitions, HistorySnapshot history, SquashView view, IReadOnlyCollection<MigrationId> undone)
{
    private readonly Lazy<ILookup<(string Store, string? Subject), Touched>> _applied = new(() => Applied(definitions, history, undone));
    private readonly Lazy<IReadOnlyList<HashSet<MigrationId>>> _commuting = new(() => Commuting(definitions, view));

    /// <exception cref="HistoryException">A pending migration changes what an applied one that it does not know has changed.</exception>
    public void Check(IEnumerable<MigrationId> pending)
    {
        if (history.Entries.Count == 0)
        {
            return;
        }

        foreach (var definition in pending.Select(id => definitions.Find(id, history)))
        {
            Check(definition);
        }
    }

    private void Check(MigrationDefinition pending)
    {
        // Only what is still to be done: on a store that was restored to an earlier copy migrations are applied again, which are applied on others.
        var entry = history.Find(pending.Id);
        MigrationTouch[] own = [.. MigrationTouches.Of(pending).Where(touch => !touch.Touch.Reads && entry?.Part(touch.Store)?.Status != MigrationStatus.Applied)];
        HashSet<MigrationId>? known = null;
        foreach (var mine in own)
        {
            foreach (var other in Candidates(mine).Where(other => other.Migration.Id != pending.Id && !IsOnePass(pending.Id, other.Migration.Id)))
            {
                known ??= Known(pending.Id);
                if (!known.Contains(other.Migration.Id) && Matters(pending, other, mine))
                {
                    Refuse(pending, other.Migration, mine);
                }
            }
        }
    }

    // Begun together, and not ended: the later one did not come first. One that changed direction since knows the others no more, but is half-done as they are, or builds on them.
    private bool IsOnePass(MigrationId pending, MigrationId other) => history.Find(other)!.Parts.Any(part => part.Status.IsHalfDone()
        && (part.Pass.Contains(pending) || history.HalfDone(pending, part.Store) is not null || view.Graph.Descendants([pending]).Contains(other)));

    private IEnumerable<Touched> Candidates(MigrationTouch mine) => mine.Touch.Subject is { } subject
        ? _applied.Value[(mine.Store, subject)].Concat(_applied.Value[(mine.Store, null)])
        : _applied.Value.Where(group => group.Key.Store == mine.Store).SelectMany(static group => group);

    // What does not say what it touches is judged within its module alone, where who wrote it knew the migrations before it. Of what the code
    // does not have, nothing can be declared: there only what is really the same place counts.
    private bool Matters(MigrationDefinition pending, Touched other, MigrationTouch mine) =>
        (pending.Id.Module == other.Migration.Id.Module || (mine.Touch.Subject is not null && other.Touch.Subject is not null))
        && (view.Graph.Contains(other.Migration.Id) || (mine.Touch.Subject is not null && mine.Touch.Overlaps(other.Touch)));

    // The ancestors, and what squashes among them stand for or were applied within.
    private HashSet<MigrationId> Known(MigrationId id)
    {
        var known = view.Graph.Ancestors([id]);
        known.UnionWith(known.SelectMany(ancestor => view.Replaced(ancestor).Concat(view.InsteadOf(ancestor))).ToArray());
        return known;
    }

    private void Refuse(MigrationDefinition pending, MigrationDefinition applied, MigrationTouch mine)
    {
        var overlap = MigrationTouches.Overlap(pending, applied);
        if (_commuting.Value.Any(group => group.Contains(pending.Id) && group.Contains(applied.Id)))
        {
            if (overlap.Count == 0)
            {
                return;
            }

            throw new HistoryException(
                SquashErrors.NotCommuting,
                $"'{pending.Id}' and '{applied.Id}' are said to commute, and both touch {string.Join(", ", overlap)}.",
                "Take the CommutesWith out. " + Remedy(pending.Id, applied.Id));
        }

        var both = overlap.Count > 0 ? $"both touch {string.Join(", ", overlap)}" : $"both change {mine.Name}, in different places";
        throw new HistoryException(
            SquashErrors.OutOfOrder,
            $"'{pending.Id}' is not applied, '{applied.Id}', which it does not depend on, is, and {both}: it would slip under what is applied.",
            overlap.Count > 0 ? Remedy(pending.Id, applied.Id)
                : $"Say that they commute, in '{pending.Id}': migration.CommutesWith({Argument(pending.Id, applied.Id)}). Or: {Remedy(pending.Id, applied.Id)}");
    }

    private string Remedy(MigrationId pending, MigrationId applied) => 0 switch
    {
        _ when !view.Graph.Contains(applied) => $"'{applied}' is of another revision: run 'docmigrate migrate --sync' to roll it back first.",
        _ when pending.Module != applied.Module => $"Make it depend on the other, in '{pending}': migration.DependsOn({Argument(pending, applied)}).",
        _ => "Run 'docmigrate makemigrations --merge' here, which renumbers the branch that is not applied; where the other branch is applied, 'docmigrate migrate --sync' then rolls back and reapplies it.",
    };

    private static string Argument(MigrationId from, MigrationId to) =>
        from.Module == to.Module ? $"\"{to.Name}\"" : $"\"{to.Module}\", \"{to.Name}\"";

    private static ILookup<(string Store, string? Subject), Touched> Applied(
        AppliedDefinitions definitions, HistorySnapshot history, IReadOnlyCollection<MigrationId> undone) => history.Entries.Values
        .Where(entry => entry.Status.IsTouched() && entry.Parts.Count > 0 && !undone.Contains(entry.Migration))
        .OrderBy(static entry => entry.Order)
        .Select(entry => (Entry: entry, Definition: definitions.AsRecorded(entry)))
        .SelectMany(static item => MigrationTouches.Of(item.Definition), static (item, touch) => (item.Entry, definition: item.Definition, touch))
        .Where(static item => !item.touch.Touch.Reads && item.Entry.Part(item.touch.Store)?.Status.IsTouched() != false)
        .ToLookup(static item => (item.touch.Store, item.touch.Touch.Subject), static item => new Touched(item.definition, item.touch.Touch));

    private static IReadOnlyList<HashSet<MigrationId>> Commuting(AppliedDefinitions definitions, SquashView view) =>
        [.. definitions.OfCode.Where(static definition => definition.CommutesWith.Count > 0).Select(definition => Group(definition, view))];

    // What was said of a migration holds for the squash in its place.
    private static HashSet<MigrationId> Group(MigrationDefinition definition, SquashView view) =>
        [.. definition.CommutesWith.Append(definition.Id).SelectMany(id => view.ReplacedBy(id) is { } squash ? [id, squash] : new[] { id })];

    private sealed record Touched(MigrationDefinition Migration, OperationTouch Touch);
}
