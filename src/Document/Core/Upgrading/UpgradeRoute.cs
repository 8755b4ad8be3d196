using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;

namespace DocMigrate.Document.Upgrading;

/// <summary>The way from one version to the one that the code expects: composed once, used for every document of that version. Thread-safe.</summary>
/// <param name="stamp">The version that it is from.</param>
/// <param name="shape">What documents of that version are.</param>
/// <param name="down">The reshapes to be undone, the last one first.</param>
/// <param name="up">The reshapes to be done, the first one first.</param>
internal sealed class UpgradeRoute(string stamp, FieldShape shape, IReadOnlyList<ReshapeChain> down, IReadOnlyList<ReshapeChain> up)
{
    private readonly Lazy<ReshapePipeline?> _there = new(() => Reversed(down) is { } reversed ? new ReshapePipeline([.. reversed, .. up.Select(static link => link.Operation!)]) : null);
    private readonly Lazy<ReshapePipeline> _back = new(() => new ReshapePipeline([.. down.Reverse().Select(static link => link.Operation!)]));

    public string Stamp { get; } = stamp;

    public FieldShape Shape { get; } = shape;

    public bool IsCurrent => down.Count + up.Count == 0;

    public UpgradeDirection Direction => IsCurrent ? UpgradeDirection.None : down.Count > 0 ? UpgradeDirection.Down : UpgradeDirection.Up;

    /// <summary>The way there; null when it is a way down that there is not.</summary>
    public ReshapePipeline? There => _there.Value;

    /// <summary>The way back up for a document that was taken down; null where the way there was not only down.</summary>
    public ReshapePipeline? Back => up.Count == 0 ? _back.Value : null;

    /// <summary>Why there is no way down, as part of a sentence.</summary>
    public string Obstacle => down.Where(static link => Reverse(link) is null).Select(static link => $"there is no way back from '{link.Operation!.Describe()}' without what the store has kept aside").First();

    private static List<ReshapeOperation>? Reversed(IReadOnlyList<ReshapeChain> down)
    {
        var reversed = new List<ReshapeOperation>();
        foreach (var link in down)
        {
            if (Reverse(link) is not { } reverse)
            {
                return null;
            }

            reversed.Add(reverse);
        }

        return reversed;
    }

    private static ReshapeOperation? Reverse(ReshapeChain link) =>
        link.Operation!.Loss(DocMigrate.Direction.Backward) == LossClass.Irreversible || NeedsShadow(link.Operation, link.Before)
            || link.Operation.ReverseOn(link.Before) is not { MissingCode: null } reverse
            ? null
            : reverse;

    /// <summary>Whether the way back needs values that only the store has aside. A removed field that could be missing can be missing.</summary>
    private static bool NeedsShadow(ReshapeOperation operation, FieldShape? before) => operation switch
    {
        RemoveFieldOperation remove => before?.Find(remove.Path) is not { Nullable: true },
        SetFieldOperation or MapValuesOperation { Otherwise: not null } or RestoreFieldOperation => true,
        TransformDocumentsOperation transform => !transform.HasReverse,
        ForEachOperation each => NeedShadow(each.Operations, before?.Find(each.Path)?.Element),
        ForEachValueOperation each => NeedShadow(each.Operations, before?.Find(each.Path)?.Element),
        _ => operation.Where is not null,
    };

    private static bool NeedShadow(IEnumerable<ReshapeOperation> inner, FieldShape? element)
    {
        var shape = element;
        foreach (var operation in inner)
        {
            if (NeedsShadow(operation, shape))
            {
                return true;
            }

            shape = shape is null ? null : operation.Reshape(shape);
        }

        return false;
    }
}
