using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>
/// Counts how often each chunk of each operation is applied: an honest run never makes that other than 0 or 1. Steps of one operation whose name is a number
/// change the same documents, one on the other: chunk by chunk that goes up and down in the order of the numbers only. Such steps fuse.
/// </summary>
public sealed class FakeBackend(FakeWorld world, string store, FakeDatabase database) : IMigrationBackend
{
    public string Store { get; } = store;

    public IStoreKind Kind => FakeKind.Instance;

    public IStoreDatabase Database => database;

    public Task<PlanStep> DetailAsync(PlanStep step, CancellationToken cancellationToken) => Task.FromResult(step with
    {
        Operations = step.Operations.Select(static operation => operation with { EstimatedDocuments = 7, Execution = ExecutionSite.Client }).ToValueList(),
    });

    public Task PreflightAsync(IReadOnlyList<PlanStep> steps, IRunObserver observer, CancellationToken cancellationToken)
    {
        world.Log.Add($"preflight {Store}: {string.Join(" ", steps.Select(static step => step.Migration))}");
        world.OnPreflight?.Invoke(Store);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<CompiledCommand>> CompileAsync(PlanStep step, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CompiledCommand>>(
            [.. step.Operations.Select(static operation => new CompiledCommand(operation.Effective!.Describe(), operation.Effective.Describe().ToUpperInvariant()))]);

    public int CountFused(IReadOnlyList<StepMember> steps) => !world.Fuses ? 1 : Math.Max(1, steps
        .TakeWhile(step => Level(step.Step.Operations[0]) is not null && step.Step.Operations.Count == 1
            && step.Resume?.Cursor == steps[0].Resume?.Cursor && step.Undo?.Cursor == steps[0].Undo?.Cursor)
        .Count());

    public async Task<IReadOnlyList<StepCounts>> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.Members.Count > 1)
        {
            return await ExecuteFusedAsync(context, cancellationToken);
        }

        var member = context.Members.Single();
        var operations = member.Step.Operations;
        var undone = member.Undo is { } undo ? operations.Count - undo.Completed - undo.InHand : 0;
        var first = member.Resume?.Completed ?? undone;
        var counts = member.Resume?.Counts ?? StepCounts.Zero;
        for (var position = first; position < operations.Count; position++)
        {
            var operation = operations[position];
            var chunks = ChunksOf(operation);
            // Of the pass that the other direction stopped in, only the chunks before its cursor were done.
            var end = member.Undo is { InHand: > 0, Cursor: { } cursor } && position == undone ? int.Parse(cursor, CultureInfo.InvariantCulture) : chunks;
            var start = position == first && member.Resume?.Cursor is { } resumed ? int.Parse(resumed, CultureInfo.InvariantCulture) : 0;
            for (var chunk = start; chunk < end; chunk++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Work(member.Step, operation, chunk);
                counts += new StepCounts(Changed: 1);
                if (chunks > 1)
                {
                    await context.CheckpointAsync(
                        [
                            new StepProgress
                            {
                                Completed = position,
                                InHand = 1,
                                Cursor = (chunk + 1).ToString(CultureInfo.InvariantCulture),
                                Counts = counts,
                            },
                        ],
                        cancellationToken);
                }
            }
        }

        return [counts];
    }

    public Task<long> CountKeptAsync(MigrationId migration, CancellationToken cancellationToken) => Task.FromResult(world.Kept);

    private async Task<IReadOnlyList<StepCounts>> ExecuteFusedAsync(StepContext context, CancellationToken cancellationToken)
    {
        var first = context.Members[0];
        var start = first.Resume?.Cursor is { } resumed ? int.Parse(resumed, CultureInfo.InvariantCulture) : 0;
        var end = first.Undo?.Cursor is { } undone ? int.Parse(undone, CultureInfo.InvariantCulture) : ChunksOf(first.Step.Operations[0]);
        var counts = context.Members.Select(static member => member.Resume?.Counts ?? StepCounts.Zero).ToArray();
        for (var chunk = start; chunk < end; chunk++)
        {
            for (var i = 0; i < counts.Length; i++)
            {
                Work(context.Members[i].Step, context.Members[i].Step.Operations[0], chunk);
                counts[i] += new StepCounts(Changed: 1);
            }

            var cursor = (chunk + 1).ToString(CultureInfo.InvariantCulture);
            await context.CheckpointAsync([.. counts.Select(done => new StepProgress { InHand = 1, Cursor = cursor, Counts = done })], cancellationToken);
        }

        return counts;
    }

    private static int? Level(PlannedOperation operation) => int.TryParse(operation.Authored.NameFragment, CultureInfo.InvariantCulture, out var level) ? level : null;

    private static int ChunksOf(PlannedOperation operation) => operation.Authored switch
    {
        MakeOperation make => make.Chunks,
        UnmakeOperation unmake => unmake.Chunks,
        _ => 1,
    };

    private void Work(PlanStep step, PlannedOperation operation, int chunk)
    {
        var place = $"{Store}/{operation.Authored.NameFragment}/{chunk}";
        world.OnWork?.Invoke(place);
        world.Log.Add($"{(step.Direction == Direction.Forward ? "do" : "undo")} {place}");
        if (Level(operation) is { } level)
        {
            RequireTop(place[..(Store.Length + 1)], level, chunk, step.Direction);
        }

        var change = step.Direction == Direction.Forward ? 1 : -1;
        database.Change(content => content with { Data = content.Data.SetItem(place, content.Data.GetValueOrDefault(place) + change) });
    }

    private void RequireTop(string prefix, int level, int chunk, Direction direction)
    {
        for (var other = 1; other <= 9; other++)
        {
            var there = database.Content.Data.GetValueOrDefault($"{prefix}{other}/{chunk}");
            var expected = other < level || (other == level && direction == Direction.Backward) ? 1 : 0;
            if (there != expected)
            {
                throw new InvalidOperationException($"{direction} {level} at chunk {chunk}, where {other} is applied {there} times.");
            }
        }
    }
}
