using DocMigrate.Comparison;
using DocMigrate.Document;
using DocMigrate.Engine.Detection;
using DocMigrate.Engine.Serialization;
using DocMigrate.Models;
using DocMigrate.Operations;
using DocMigrate.Sql;
using DocMigrate.State;

namespace DocMigrate.Engine.Tests.Detection;

/// <summary>
/// A project whose models change. What must hold for every detection is asserted at each: a state has no difference to itself; what was
/// detected, applied, leaves nothing to detect; undone it leads back to the state before; and the history can hold it both ways.
/// </summary>
internal sealed class DetectionHarness
{
    public static readonly IReadOnlyList<DetectionStore> Stores =
    [
        new("main", SqlStoreKind.Instance), new("catalog", DocumentStoreKind.Instance), new("other", SqlStoreKind.Instance),
    ];

    private static readonly OperationSerializer s_serializer = new(Stores.Select(static store => store.Kind));

    private readonly List<MigrationDefinition> _history = [];

    public Autodetector Autodetector { get; } = new(Stores, new FixedClock());

    public IReadOnlyList<MigrationDefinition> History => _history;

    public ProjectState State => _history.Aggregate(ProjectState.Empty, static (state, migration) => state.Apply(migration));

    /// <summary>Detects, checks, and adds what was detected to the history.</summary>
    public IReadOnlyList<DetectedMigration> MakeMigrations(params EntityModel[] models) => MakeMigrations(models, [], []);

    public IReadOnlyList<DetectedMigration> MakeMigrations(EntityModel[] models, string[] renames, string[]? defaults = null, string? name = null)
    {
        var request = Request(models) with
        {
            Renames = new RenameHintParser(models).Parse(renames),
            Defaults = new DefaultAnswerParser(models).Parse(defaults ?? []),
            Name = name,
        };
        var detected = Autodetector.Detect(request);
        foreach (var migration in detected)
        {
            Assert.All(migration.Dependencies, dependency => Assert.Contains(_history, known => known.Id == dependency));
            Add(migration);
        }

        Assert.Empty(Autodetector.Detect(Request(models)));
        AssertEqualToItself(State);
        AssertEqualToItself(WantedState.Of(models, Stores).State);
        return detected;
    }

    public DetectionRequest Request(params EntityModel[] models) => new() { Migrations = _history, Models = models };

    public void Add(MigrationDefinition migration) => _history.Add(migration);

    private void Add(DetectedMigration migration)
    {
        var before = State;
        Add(migration.ToDefinition());
        Assert.Equal(before, Undo(before, migration.Operations));
    }

    private static ProjectState Undo(ProjectState before, ValueList<StoreOperation> operations)
    {
        var states = new Stack<(ProjectState Before, StoreOperation Operation)>();
        var state = before;
        foreach (var operation in operations)
        {
            states.Push((state, operation));
            state = state.Apply(operation);
        }

        foreach (var (earlier, (store, operation)) in states)
        {
            var reverse = operation.Reverse(earlier[store]);
            Assert.NotNull(reverse);
            Assert.Equal([operation, reverse], s_serializer.Deserialize(s_serializer.Serialize([operation, reverse])));
            state = state.Apply(new StoreOperation(store, reverse));
        }

        return state;
    }

    private static void AssertEqualToItself(ProjectState state)
    {
        foreach (var store in Stores)
        {
            Assert.Empty(store.Kind.Compare(state[store.Name], state[store.Name], new ComparisonContext()));
        }
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 9, 5, 0, TimeSpan.Zero);
    }
}
