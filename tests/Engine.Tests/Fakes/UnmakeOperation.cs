using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>Takes a named thing away.</summary>
public sealed record UnmakeOperation : MigrationOperation
{
    public required string Name { get; init; }

    public int Chunks { get; init; } = 1;

    public override string NameFragment => "un" + Name;

    public override string Describe() => $"Unmake {Name}";

    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Shadowed : LossClass.Lossless;

    public override IStoreState Apply(IStoreState? state) => state is FakeState { Names: var names } && names.Contains(Name)
        ? new FakeState(names.Where(name => name != Name))
        : throw new StateException(FakeErrors.State, $"'{Name}' is not there.", "Make it first.");

    public override MigrationOperation? Reverse(IStoreState? before) => new MakeOperation { Name = Name, Chunks = Chunks };

    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Name)];
}
