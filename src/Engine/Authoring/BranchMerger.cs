using DocMigrate.Engine.Detection;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Planning;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Authoring;

/// <summary>Brings the branches of a module together: by a migration that joins them where they commute, else one behind the other.</summary>
/// <param name="catalog">The migrations.</param>
/// <param name="graph">What depends on what.</param>
/// <param name="namer">Names the joining migration.</param>
/// <param name="renumbering">Puts one behind the other.</param>
/// <param name="isApplied">Whether something of a migration is in the stores here; null when they can't be asked.</param>
/// <remarks>
/// Where the branches touch different things a joining migration is right on every database, whatever is applied there, so no file is renamed that others may
/// have applied. Where they touch the same, only one order is right everywhere: that of the database which was asked, for it can't be taken back there silently.
/// </remarks>
internal sealed class BranchMerger(
    MigrationCatalog catalog, MigrationGraph graph, MigrationNamer namer, Renumbering renumbering, Func<MigrationId, bool>? isApplied)
{
    private readonly List<string> _notes = [];

    /// <summary>What a person should know, in the order in which it was found.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The merge of a module that has several latest migrations.</summary>
    /// <exception cref="AnswerRequiredException">The branches touch the same things, and which comes first is not known.</exception>
    /// <exception cref="HistoryException">Both are applied here already.</exception>
    public (DetectedMigration? Joining, IReadOnlyList<FileEdit> Edits) Merge(string module, MakeMigrationsOptions options)
    {
        var branches = Branch.Of(module, graph);
        var conflicts = Pairs(branches, MigrationTouches.Overlap);
        Describe(module, branches, conflicts);
        if (conflicts.Count == 0 && options.Onto is null)
        {
            return (Join(module, branches, options.Name), []);
        }

        var first = First(module, branches, options.Onto, conflicts);
        Branch[] others = [.. branches.Where(branch => branch != first)];
        foreach (var branch in others)
        {
            _notes.Add($"'{branch.Leaf.Name}' and what leads to it come behind '{first.Leaf.Name}'. On a database that has them under their old names, run "
                + "'docmigrate migrate --sync': it rolls them back and applies all in the new order; what they kept aside comes back.");
        }

        return (null, renumbering.Plan(first.Leaf, [.. others.Select(static branch => branch.Migrations)]));
    }

    private DetectedMigration Join(string module, IReadOnlyList<Branch> branches, string? name) => new()
    {
        Id = namer.Name(module, name ?? "merge", []),
        Dependencies = branches.Select(static branch => branch.Leaf).ToValueList(),
        CommutesWith = Pairs(branches, MigrationTouches.Shared)
            .SelectMany(static pair => new[] { pair.Left, pair.Right }).Distinct().Order().ToValueList(),
    };

    private Branch First(string module, IReadOnlyList<Branch> branches, string? onto, IReadOnlyList<Meeting> conflicts)
    {
        if (onto is not null)
        {
            var named = new TargetResolver(graph).Find(module, onto);
            return branches.FirstOrDefault(branch => branch.Migrations.Contains(named)) ?? throw new ConfigurationException(
                AuthoringErrors.NoBranch, $"'{named}' is in none of the branches, or in all.",
                $"Name one of {string.Join(", ", branches.Select(static branch => $"'{branch.Leaf.Name}'"))}.");
        }

        Branch[] applied = [.. branches.Where(branch => isApplied is not null && branch.Migrations.Any(isApplied))];
        return applied.Length switch
        {
            1 => applied[0],
            0 => throw new AnswerRequiredException(
                AuthoringErrors.WhichFirst,
                $"The branches of '{module}' touch the same: {Text(conflicts)}. {(isApplied is null ? "What is applied could not be read" : "None of them is applied here")}, so which is to come first is not known.",
                $"Say which stays as it is: docmigrate makemigrations --merge --onto {branches[0].Leaf.Name}"),
            _ => throw new HistoryException(
                AuthoringErrors.BothApplied,
                $"The branches of '{module}' touch the same ({Text(conflicts)}), and {string.Join(" and ", applied.Select(static branch => $"'{branch.Leaf.Name}'"))} are applied here both.",
                $"Go back to before them (docmigrate migrate {module} {Before(applied[0])}), run 'docmigrate makemigrations --merge --onto {applied[0].Leaf.Name}', and migrate again."),
        };
    }

    private string Before(Branch branch) =>
        graph.Parents(branch.Migrations[0]).Where(parent => parent.Module == branch.Leaf.Module).Select(static parent => parent.Name).FirstOrDefault() ?? MigrationTarget.Zero;

    private void Describe(string module, IReadOnlyList<Branch> branches, IReadOnlyList<Meeting> conflicts)
    {
        var shared = Pairs(branches, MigrationTouches.Shared);
        _notes.Add($"'{module}' has the branches {string.Join(" and ", branches.Select(static branch => $"'{branch.Leaf.Name}'"))}. "
            + (conflicts.Count > 0 ? $"They touch the same: {Text(conflicts)}."
                : shared.Count > 0 ? $"They change {string.Join(", ", shared.SelectMany(static pair => pair.Touches).Select(static touch => touch.Name).Distinct())} in different places, so they commute."
                : "They touch different things, so they commute."));
    }

    private List<Meeting> Pairs(
        IReadOnlyList<Branch> branches, Func<MigrationDefinition, MigrationDefinition, IReadOnlyList<MigrationTouch>> common)
    {
        var meetings =
            from left in branches
            from right in branches.SkipWhile(branch => branch != left).Skip(1)
            from first in left.Migrations
            from second in right.Migrations
            let touches = common(catalog.Find(first)!, catalog.Find(second)!)
            where touches.Count > 0
            select new Meeting(first, second, touches);
        return [.. meetings];
    }

    private static string Text(IReadOnlyList<Meeting> conflicts) => string.Join("; ", conflicts
        .SelectMany(static pair => pair.Touches.Select(touch => (Place: touch.ToString(), Pair: $"'{pair.Left.Name}' and '{pair.Right.Name}'")))
        .GroupBy(static item => item.Place, static item => item.Pair)
        .Select(static group => $"{group.Key} by {string.Join(", ", group.Distinct())}"));

    private sealed record Meeting(MigrationId Left, MigrationId Right, IReadOnlyList<MigrationTouch> Touches);
}
