using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Planning;

namespace DocMigrate.Document.Passes;

/// <summary>What a store's server may do where keys keep their places: what takes no key out of an object, for then a new one comes last in any case.</summary>
internal static class OrderedCompilation
{
    /// <summary>The chain in the store's own language; null when there is no such thing, or it would not put keys where they belong.</summary>
    public static ICompiledReshape? Compile(this IPassStore store, IReadOnlyList<ReshapeOperation> operations, bool keepsOrder) =>
        keepsOrder && operations.Any(MovesKeys) ? null : store.Compile(operations);

    /// <summary>Whether an operation may take a key out of an object.</summary>
    public static bool MovesKeys(ReshapeOperation operation) => operation is not (
        { TouchesDocuments: false } or AddFieldOperation or ConvertFieldOperation or MapValuesOperation or WrapInArrayOperation or UnwrapArrayOperation or StampDocumentsOperation);

    /// <summary>Why an operation runs in process, where that is for the places of keys: a sentence without its full stop; else null.</summary>
    public static string? Reason(PlanStep step, ReshapeOperation operation) =>
        step.KeepOrder && MovesKeys(operation) && operation is not TransformDocumentsOperation ? "keys keep their places: documents are read, changed and written back in the chunk's transaction" : null;

    /// <summary>Refuses steps that are to keep keys in their places where there are none.</summary>
    /// <exception cref="ConfigurationException">The store has an order of its own.</exception>
    public static void RequireOrder(this IPassStore store, IReadOnlyList<PlanStep> steps)
    {
        if (!store.KeepsKeyOrder && steps.FirstOrDefault(static step => step.KeepOrder && step.Operations.Any(static operation => operation.Effective is ReshapeOperation { TouchesDocuments: true })) is { } step)
        {
            throw new ConfigurationException(
                PassErrors.NoKeyOrder,
                $"Migration {step.Migration} is to keep keys in their places, and the store '{store.Store}' does not have them in the order in which they are written.",
                "Run the command without --keep-order (in an application: without KeepOrder).");
        }
    }
}
