using DocMigrate.Comparison;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Operations;
using DocMigrate.State;
using DocMigrate.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace DocMigrate.Document.Tests.Comparison;

/// <summary>What must hold for any two shapes.</summary>
public sealed class RandomComparisonTests
{
    private static readonly Config s_config = Exploration.Of(Config.QuickThrowOnFailure.WithMaxTest(600).WithEndSize(1_000_000));

    [Fact]
    public void What_was_found_leads_from_any_shape_to_any_other_and_back() => Prop.ForAll(static (int seed) =>
    {
        var random = new RandomShapes(seed);
        var (from, to) = (random.Object(2), random.Object(2));

        Leads(from, to, [.. from.Fields.Select(static field => new RenameHint("c", field.Name, ""))]);
    }).Check(s_config);

    [Fact]
    public void Documents_of_the_old_shape_become_ones_of_the_new() => Prop.ForAll(static (int seed) =>
    {
        var random = new RandomShapes(seed);
        var from = random.Object(2);
        var to = random.Changed(from);
        var operations = Leads(from, to, random.Renames);

        // What stays as it is, or isn't made, is said in a note.
        if (operations.Any(static operation => operation is DeclareFieldOperation { Note: not null } or NestFieldsOperation { Note: not null }))
        {
            return;
        }

        var pipeline = new ReshapePipeline(operations);
        for (var i = 0; i < 5; i++)
        {
            var document = random.Document(from);
            var outcome = pipeline.Apply(document);
            if (outcome.Misfit is null)
            {
                Assert.True(
                    new ShapeMatch(lenient: false).Fits(outcome.Document, to),
                    $"seed {seed}: {DocumentWriter.Write(document)} became {DocumentWriter.Write(outcome.Document)} by {string.Join("; ", operations.Select(static one => one.Describe()))}");
                Assert.Equal("kept", outcome.Document.Value<string>("unknown"));
            }
        }
    }).Check(s_config);

    private static IReadOnlyList<ReshapeOperation> Leads(FieldShape from, FieldShape to, IReadOnlyList<RenameHint> renames)
    {
        var (before, after) = (Schema(from), Schema(to));

        // An answer for every field: those that are not asked for do no harm where the field is there already.
        var defaults = Paths(to, "").Select(field => new DefaultAnswer("c", field.Path, DocumentWriter.Write(new RandomShapes(1).Value(field.Shape with { Nullable = false }))));
        var context = new ComparisonContext { Renames = renames.ToValueList(), Defaults = defaults.ToValueList() };
        var operations = DocumentStoreKind.Instance.Compare(before, after, context);
        var states = new Stack<(IStoreState State, MigrationOperation Operation)>();
        IStoreState state = before;
        foreach (var operation in operations)
        {
            states.Push((state, operation));
            state = operation.Apply(state);
        }

        Assert.Equal(after, state);
        foreach (var (earlier, operation) in states)
        {
            state = operation.Reverse(earlier)!.Apply(state);
            Assert.Equal(earlier, state);
        }

        return [.. operations.Cast<ReshapeOperation>()];
    }

    private static DocumentSchema Schema(FieldShape shape) => DocumentSchema.Empty.With(new CollectionShape { Name = "c", Shape = shape });

    private static IEnumerable<(string Path, FieldShape Shape)> Paths(FieldShape shape, string prefix) => shape.Fields.SelectMany(field =>
        Inside(field.Shape, $"{prefix}{field.Name}").Prepend(($"{prefix}{field.Name}", field.Shape)));

    private static IEnumerable<(string Path, FieldShape Shape)> Inside(FieldShape shape, string path) => shape.Kind switch
    {
        ShapeKind.Object => Paths(shape, path + "."),
        ShapeKind.List or ShapeKind.Map => Inside(shape.Element!, path),
        _ => [],
    };
}
