using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Operations that are done on objects inside a document: on the elements of an array, on the values of a map.</summary>
/// <param name="Operations">What is done with each, in order.</param>
/// <param name="Policy">What happens where an operation inside says nothing else.</param>
internal readonly record struct InnerOperations(ValueList<ReshapeOperation> Operations, OnError Policy)
{
    /// <summary>Does them on one object.</summary>
    /// <param name="value">Changed in place; no object, but null, does not fit.</param>
    /// <param name="name">What the object is called in a misfit's reason, as in <c>element 5</c>.</param>
    /// <param name="path">The array or map, for a misfit.</param>
    /// <param name="scope">Gets the misfit.</param>
    /// <param name="keep">Becomes true where the whole array or map must be kept.</param>
    public ReshapeResult Apply(JToken value, string name, DocumentPath path, ReshapeScope scope, ref bool keep)
    {
        if (value is not JObject element || Wrappers.IsWrapper(element))
        {
            return Policy != OnError.Keep && !value.IsNull() ? scope.Misfit(path, $"{name} is {value.Describe()}, not an object") : ReshapeResult.Unchanged;
        }

        foreach (var operation in Operations)
        {
            var inner = new ReshapeScope([], scope.Now, scope.KeyOrder) { KeepsOrder = scope.KeepsOrder };
            if (operation.Apply(element, inner) != ReshapeResult.Misfit)
            {
                keep |= inner.NewlyKept.Count > 0;
                continue;
            }

            var policy = inner.MisfitPolicy ?? operation.OnError;
            policy = policy == OnError.Fail ? Policy : policy;
            if (policy != OnError.Keep)
            {
                return scope.Misfit(path, $"{name}, {inner.MisfitPath}: {inner.MisfitReason}", policy);
            }

            keep = true;
        }

        return ReshapeResult.Unchanged;
    }

    /// <summary>The shape of an object after them; it itself when it is no known object.</summary>
    public FieldShape? Reshaped(FieldShape? element) => element is { Kind: ShapeKind.Object }
        ? Operations.Aggregate(element, static (current, operation) => operation.Reshape(current))
        : element;

    /// <summary>What undoes them; null when nothing does.</summary>
    /// <param name="before">The shape of an object before them; null when it is not known.</param>
    public ValueList<ReshapeOperation>? Undo(FieldShape? before)
    {
        var element = before is { Kind: ShapeKind.Object } ? before : null;
        var reversed = new List<ReshapeOperation>();
        foreach (var operation in Operations)
        {
            if (operation.ReverseOn(element) is not { } reverse)
            {
                return null;
            }

            reversed.Insert(0, reverse);
            element = element is null ? null : operation.Reshape(element);
        }

        return reversed.ToValueList();
    }

    /// <summary>Why they can't be done in a collection, as part of a sentence; null when they can.</summary>
    /// <exception cref="Errors.StateException">One of them contradicts itself.</exception>
    public string? Fault(string collection)
    {
        foreach (var operation in Operations)
        {
            if (operation.Collection.Length > 0 && operation.Collection != collection)
            {
                return "an operation inside is on another collection";
            }

            if (operation is TransformDocumentsOperation)
            {
                return "a transform works on whole documents";
            }

            operation.Check();
        }

        return Operations.Count == 0 ? "there are no operations inside" : null;
    }
}
