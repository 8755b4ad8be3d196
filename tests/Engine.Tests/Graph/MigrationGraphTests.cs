using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Graph;

public sealed class MigrationGraphTests
{
    [Fact]
    public void Puts_each_migration_after_what_it_depends_on_and_otherwise_goes_by_name()
    {
        // a.1 ── a.2 ──┐
        //              ├── a.4
        // b.1 ── a.3 ──┘
        var graph = Graph("a.4: a.2 a.3", "a.3: b.1", "a.2: a.1", "a.1:", "b.1:");

        Assert.Equal("a.1 a.2 b.1 a.3 a.4", Text(graph.Order));
    }

    [Fact]
    public void The_order_does_not_depend_on_the_order_of_discovery()
    {
        string[] migrations = ["a.1:", "a.2: a.1", "a.3: a.1", "b.1: a.2", "b.2: b.1 a.3", "c.1:"];
        var expected = Text(Graph(migrations).Order);

        Assert.Equal(expected, Text(Graph([.. migrations.Reverse()]).Order));
    }

    [Fact]
    public void Draws_the_circle()
    {
        // a.1 ── a.2 ── a.3 ── a.4
        //         └──────<──────┘
        var error = Assert.Throws<CatalogException>(() => Graph("a.1:", "a.2: a.1 a.4", "a.3: a.2", "a.4: a.3"));

        Assert.Equal("DM2210", error.Code.Value);
        Assert.EndsWith(
            """
            circle:
              +--> a.2
              |      depends on
              |    a.4
              |      depends on
              +--- a.3
            """,
            error.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("a.1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_that_depends_on_itself_is_a_circle()
    {
        var error = Assert.Throws<CatalogException>(() => Graph("a.1: a.1"));

        Assert.EndsWith("\n  +--> a.1\n  +------ depends on itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_both_sides_of_a_missing_dependency_and_the_nearest_name()
    {
        var error = Assert.Throws<CatalogException>(() => Graph("shop.0001_initial:", "shop.0002_next: shop.0001_inital"));

        Assert.Equal("DM2211", error.Code.Value);
        Assert.Contains("'shop.0002_next' depends on 'shop.0001_inital'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'shop.0001_initial'?", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("\n  shop.0002_next\n    depends on\n  shop.0001_inital  <-- is not there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_both_leaves_of_a_module_that_has_two()
    {
        // a.1 ──┬── a.2
        //       └── a.3
        var graph = Graph("a.1:", "a.2: a.1", "a.3: a.1");

        var error = Assert.Throws<CatalogException>(() => graph.Leaf("a"));

        Assert.Equal("DM2212", error.Code.Value);
        Assert.Contains("'2', '3'", error.Message, StringComparison.Ordinal);
        Assert.Contains("makemigrations --merge", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_that_another_of_its_module_needs_by_way_of_another_module_is_no_leaf()
    {
        // a.1 ── b.1 ── a.2
        var graph = Graph("a.1:", "b.1: a.1", "a.2: b.1");

        Assert.Equal(Define.Id("a.2"), graph.Leaf("a"));
    }

    [Fact]
    public void Goes_forwards_through_all_ancestors_and_nothing_else()
    {
        // a.1 ── a.2 ── a.3
        //   └─── b.1 ── b.2
        var graph = Graph("a.1:", "a.2: a.1", "a.3: a.2", "b.1: a.1", "b.2: b.1");

        Assert.Equal("a.1 b.1 b.2", Text(graph.Forwards([Define.Id("b.2")])));
    }

    [Fact]
    public void Goes_backwards_through_all_that_depend_on_it_the_last_first()
    {
        // a.1 ── a.2 ── a.3
        //   └─── b.1 ──┘
        var graph = Graph("a.1:", "a.2: a.1", "a.3: a.2 b.1", "b.1: a.1");

        Assert.Equal("a.3 b.1", Text(graph.Backwards([Define.Id("b.1")])));
        Assert.Equal("a.3 b.1 a.2 a.1", Text(graph.Backwards([Define.Id("a.1")])));
    }

    [Fact]
    public void Sorts_ten_thousand_migrations_in_a_row()
    {
        var graph = new MigrationGraph(Enumerable.Range(0, 10_000).Select(static number => (
            new MigrationId("a", $"{number:00000}"),
            number == 0 ? Enumerable.Empty<MigrationId>() : [new MigrationId("a", $"{number - 1:00000}")])));

        Assert.Equal(10_000, graph.Forwards([new MigrationId("a", "09999")]).Count);
    }

    private static MigrationGraph Graph(params string[] migrations) => new(migrations.Select(static text => text.Split(':')).Select(static parts => (
        Define.Id(parts[0]), parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Define.Id))));

    private static string Text(IEnumerable<MigrationId> ids) => string.Join(' ', ids);
}
