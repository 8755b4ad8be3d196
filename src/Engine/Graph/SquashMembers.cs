using DocMigrate.Engine.History;

namespace DocMigrate.Engine.Graph;

/// <summary>What squashes, of the code and of the history, replace in the end: migrations that are no squashes themselves. Immutable.</summary>
internal sealed class SquashMembers
{
    private readonly HistorySnapshot _history;
    private readonly Dictionary<MigrationId, ValueList<MigrationId>> _stated = [];
    private readonly Dictionary<MigrationId, IReadOnlyList<MigrationId>> _members = [];
    private readonly Dictionary<MigrationId, MigrationId> _appliedWithin = [];

    /// <param name="definitions">The migrations of the code.</param>
    /// <param name="history">The history, which may know squashes that the code does not have.</param>
    public SquashMembers(IEnumerable<MigrationDefinition> definitions, HistorySnapshot history)
    {
        _history = history;
        foreach (var entry in history.Entries.Values.Where(static entry => entry.Replaces.Count > 0))
        {
            _stated[entry.Migration] = entry.Replaces;
        }

        foreach (var definition in definitions.Where(static definition => definition.Replaces.Count > 0))
        {
            _stated[definition.Id] = definition.Replaces;
        }

        foreach (var squash in _stated.Keys)
        {
            _members.Add(squash, [.. Expand(squash, []).Distinct()]);
        }

        foreach (var squash in _members.Keys.Where(squash => history.IsApplied(squash) && WasRun(squash)))
        {
            foreach (var member in _members[squash].Where(member => history.Find(member) is null))
            {
                _appliedWithin.TryAdd(member, squash);
            }
        }
    }

    /// <summary>The squashes of the code and of the history.</summary>
    public IReadOnlyCollection<MigrationId> Squashes => _stated.Keys;

    /// <summary>What a squash replaces, in order; empty for a migration that is none.</summary>
    public IReadOnlyList<MigrationId> Of(MigrationId squash) => _members.GetValueOrDefault(squash) ?? [];

    /// <summary>Whether a migration, or all that it replaces itself, is replaced by the squash.</summary>
    public bool IsWithin(MigrationId id, MigrationId squash) => Of(id) is { Count: > 0 } inner
        ? inner.All(Of(squash).Contains) && (inner.Count < Of(squash).Count || _stated[squash].Contains(id))
        : Of(squash).Contains(id);

    /// <summary>The squash that was run, with the migration as a part of it; null when there is none, or the migration was run itself.</summary>
    public MigrationId? AppliedWithin(MigrationId id) => _appliedWithin.TryGetValue(id, out var squash) ? squash : null;

    /// <summary>Whether the history has a squash because it was run itself, and not only because all that it replaces was.</summary>
    public bool WasRun(MigrationId squash) => _history.Find(squash) is { } entry && entry.Status.IsTouched()
        && (entry.Parts.Count > 0 || !Of(squash).Any(member => _history.Find(member) is not null));

    private IEnumerable<MigrationId> Expand(MigrationId id, HashSet<MigrationId> path) =>
        _stated.TryGetValue(id, out var replaced) && path.Add(id) ? replaced.SelectMany(inner => Expand(inner, [.. path])) : [id];
}
