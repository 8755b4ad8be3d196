using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>Makes a named thing, in one go or in chunks with a checkpoint after each.</summary>
public sealed record MakeOperation : MigrationOperation
{
    public required string Name { get; init; }

    public int Chunks { get; init; } = 1;

    public bool OneWay { get; init; }

    public override string NameFragment => Name;

    public override string Describe() => $"Make {Name}";

    public override LossClass Loss(Direction direction) =>
        OneWay && direction == Direction.Backward ? LossClass.Irreversible : LossClass.Lossless;

    public override IStoreState Apply(IStoreState? state)
    {
        var names = (state as FakeState)?.Names ?? new HashSet<string>();
        return names.Contains(Name)
            ? throw new StateException(FakeErrors.State, $"'{Name}' is there already.", "Choose another name.")
            : new FakeState(names.Append(Name));
    }

    public override MigrationOperation? Reverse(IStoreState? before) => OneWay ? null : new UnmakeOperation { Name = Name, Chunks = Chunks };

    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Name)];
}
