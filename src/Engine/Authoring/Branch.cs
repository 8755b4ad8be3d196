using DocMigrate.Engine.Graph;

namespace DocMigrate.Engine.Authoring;

/// <summary>The migrations of a module that lead to one of its latest ones and to no other. Immutable.</summary>
/// <param name="Leaf">The latest one.</param>
/// <param name="Migrations">They, in order.</param>
internal sealed record Branch(MigrationId Leaf, ValueList<MigrationId> Migrations)
{
    public static IReadOnlyList<Branch> Of(string module, MigrationGraph graph)
    {
        var leaves = graph.Leaves(module);
        return
        [
            .. leaves.Select(leaf =>
            {
                var others = graph.Ancestors(leaves.Where(other => other != leaf));
                return new Branch(leaf, graph.Forwards([leaf]).Where(id => id.Module == module && !others.Contains(id)).ToValueList());
            }),
        ];
    }
}
