using DocMigrate.Engine.History;
using DocMigrate.Errors;
using DocMigrate.History;

namespace DocMigrate.Engine.Graph;

/// <summary>The migrations as one history sees them: which squash stands for what it replaces, and which leaves its place to them. Immutable.</summary>
/// <remarks>
/// A squash that was run itself stands for what it replaces. Else what it replaces decides: where all of that is applied, the squash counts as applied;
/// where nothing of it ever was, the squash is run in its place; else the replaced migrations stay, until all are applied. A database that once had them and
/// went back goes forth by them again, for what was kept aside is kept under their names.
/// </remarks>
internal sealed class SquashView
{
    private readonly HistorySnapshot _history;
    private readonly SquashMembers _members;
    private readonly Dictionary<MigrationId, MigrationId> _replacedBy = [];
    private readonly HashSet<MigrationId> _appliedByMembers = [];
    private readonly HashSet<MigrationId> _standBack = [];
    private readonly Dictionary<MigrationId, MigrationDefinition> _definitions;

    /// <param name="definitions">The migrations of the code.</param>
    /// <param name="history">The history; empty for the code alone, where every squash stands for what it replaces.</param>
    /// <exception cref="CatalogException">The migrations contradict each other.</exception>
    /// <exception cref="HistoryException">A squash is half applied, and what it replaces is gone.</exception>
    public SquashView(IEnumerable<MigrationDefinition> definitions, HistorySnapshot history)
    {
        _history = history;
        _definitions = definitions.ToDictionary(static definition => definition.Id);
        _members = new SquashMembers(_definitions.Values, history);

        // The widest first: what it replaces may be a squash itself.
        foreach (var squash in _definitions.Values
            .Where(static definition => definition.Replaces.Count > 0)
            .OrderByDescending(squash => _members.Of(squash.Id).Count)
            .ThenBy(static squash => squash.Id))
        {
            Decide(squash.Id);
        }

        Graph = new MigrationGraph(Nodes());
    }

    /// <summary>The migrations that count, with what they depend on.</summary>
    public MigrationGraph Graph { get; }

    /// <summary>The squashes that count as applied by what they replace and are not recorded yet.</summary>
    public IReadOnlyList<MigrationDefinition> Unrecorded =>
        [.. Graph.Order.Where(id => _appliedByMembers.Contains(id) && !_history.IsApplied(id)).Select(id => _definitions[id])];

    /// <summary>Whether it is applied: itself, by what it replaces, or as a part of a squash.</summary>
    public bool IsApplied(MigrationId id) =>
        _appliedByMembers.Contains(id) || (_history.Find(id) is { } entry ? entry.Status == MigrationStatus.Applied : _members.AppliedWithin(id) is not null);

    /// <summary>
    /// Whether it is not applied though others may build on it: a store that was restored to an earlier copy lacks it, and what was repaired like that
    /// is applied again.
    /// </summary>
    public bool IsToBeAppliedAgain(MigrationId id) =>
        _history.Find(id) is { Status: MigrationStatus.Pending or MigrationStatus.Running or MigrationStatus.Failed };

    /// <summary>Whether something of it is, or may be, in a store.</summary>
    public bool IsTouched(MigrationId id) => IsApplied(id) || _history.IsTouched(id);

    /// <summary>Whether it counts as applied by what it replaces.</summary>
    public bool IsAppliedByMembers(MigrationId id) => _appliedByMembers.Contains(id);

    /// <summary>The squash of the code that stands for it; null when none does.</summary>
    public MigrationId? ReplacedBy(MigrationId id) => _replacedBy.TryGetValue(id, out var squash) ? squash : null;

    /// <summary>The migrations that a squash of the code stands for here.</summary>
    public IReadOnlyCollection<MigrationId> AllReplaced => _replacedBy.Keys;

    /// <summary>The recorded squash that it was applied as a part of; null when it was not.</summary>
    public MigrationId? AppliedWithin(MigrationId id) => _members.AppliedWithin(id);

    /// <summary>The migrations that a squash stands for, no squashes among them; none for one that is no squash.</summary>
    public IReadOnlyList<MigrationId> Replaced(MigrationId squash) => _members.Of(squash);

    /// <summary>What the history has instead of a migration: of a squash the entries of what it replaces, of a part the squash that it was applied with.</summary>
    public IEnumerable<MigrationId> InsteadOf(MigrationId id)
    {
        if (AppliedWithin(id) is { } squash)
        {
            return [squash];
        }

        return _members.Of(id).Count == 0
            ? []
            : _history.Entries.Keys.Where(other => other != id && Graph.Contains(id) && !Graph.Contains(other) && _members.IsWithin(other, id));
    }

    private void Decide(MigrationId squash)
    {
        if (_replacedBy.ContainsKey(squash))
        {
            return;
        }

        var replaced = _members.Of(squash);
        var stands = _members.WasRun(squash) || Stands(squash, replaced);
        if (!stands)
        {
            _standBack.Add(squash);
            return;
        }

        foreach (var inner in replaced.Concat(_members.Squashes.Where(other => other != squash && _members.IsWithin(other, squash))))
        {
            _replacedBy.TryAdd(inner, squash);
        }
    }

    private bool Stands(MigrationId squash, IReadOnlyList<MigrationId> replaced)
    {
        if (replaced.All(IsApplied))
        {
            _appliedByMembers.Add(squash);
            return true;
        }

        MigrationId[] unknown = [.. replaced.Where(id => !IsApplied(id) && !_definitions.ContainsKey(id) && !IsRecorded(id))];
        if (!replaced.Any(IsTouched))
        {
            return unknown.Length > 0 || !replaced.Any(id => _history.Find(id) is not null);
        }

        return unknown.Length == 0 ? false : throw new HistoryException(
            SquashErrors.HalfApplied,
            $"'{squash}' replaces migrations of which some are applied here ({Suggestions(replaced.Where(IsTouched))}) and others are not; the code of these is gone: {Suggestions(unknown)}.",
            $"Bring the files of {Suggestions(unknown)} back, run 'docmigrate migrate', and remove them again.");
    }

    // Undone here before: the ledger still has its operations.
    private bool IsRecorded(MigrationId id) => _history.Find(id) is { Parts.Count: > 0 };

    private static string Suggestions(IEnumerable<MigrationId> ids) => string.Join(", ", ids.Select(static id => $"'{id.Name}'"));

    private IEnumerable<(MigrationId Id, IEnumerable<MigrationId> Dependencies)> Nodes()
    {
        foreach (var definition in _definitions.Values.Where(definition => !_replacedBy.ContainsKey(definition.Id) && !_standBack.Contains(definition.Id)))
        {
            var inner = _definitions.Values.Where(other => ReplacedBy(other.Id) == definition.Id).SelectMany(static other => other.Dependencies);
            yield return (definition.Id, definition.Dependencies
                .Concat(_members.Of(definition.Id).Count == 0 ? [] : inner)
                .SelectMany(Redirected)
                .Where(dependency => dependency != definition.Id || definition.Dependencies.Contains(dependency)));
        }

        foreach (var entry in RecordedMembers())
        {
            yield return (entry.Migration, entry.Dependencies.SelectMany(Redirected).Where(IsNode));
        }
    }

    // What a squash leaves its place to and the code does not have any more.
    private IEnumerable<LedgerEntry> RecordedMembers() => _standBack
        .SelectMany(_members.Of)
        .Distinct()
        .Where(id => !_definitions.ContainsKey(id) && !_replacedBy.ContainsKey(id))
        .Select(_history.Find)
        .OfType<LedgerEntry>();

    private bool IsNode(MigrationId id) =>
        (_definitions.ContainsKey(id) || RecordedMembers().Any(entry => entry.Migration == id)) && !_replacedBy.ContainsKey(id) && !_standBack.Contains(id);

    private IEnumerable<MigrationId> Redirected(MigrationId dependency)
    {
        if (_replacedBy.TryGetValue(dependency, out var squash))
        {
            return [squash];
        }

        return _standBack.Contains(dependency) ? LastOf(_members.Of(dependency)).SelectMany(Redirected) : [dependency];
    }

    private IEnumerable<MigrationId> LastOf(IReadOnlyList<MigrationId> replaced)
    {
        var needed = replaced.SelectMany(DependenciesOf).ToHashSet();
        return replaced.Where(id => !needed.Contains(id));
    }

    private IEnumerable<MigrationId> DependenciesOf(MigrationId id) =>
        _definitions.TryGetValue(id, out var definition) ? definition.Dependencies : _history.Find(id)?.Dependencies ?? [];
}
