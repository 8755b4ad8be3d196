using System.Text.Json.Serialization;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>An operation that changes the documents of a collection, one by one.</summary>
public abstract record ReshapeOperation : DocumentOperation
{
    /// <summary>What happens with a document that does not fit. Default: <see cref="Operations.OnError.Fail"/>.</summary>
    public OnError OnError { get; init; }

    /// <summary>
    /// The filter: only documents for which it gives <c>true</c> are changed; null (the default) for all. Inside a <see cref="ForEachOperation"/> its paths are inside the
    /// element. A document that it leaves out, and that the way back would change by its looks, is marked.
    /// </summary>
    public DocumentExpression? Where { get; init; }

    /// <summary>
    /// What is done with documents that come while it runs, where it can't tell old from new by shape. Default: <see cref="UnstampedPolicy.Report"/>. Says nothing about the way
    /// back, which reports them.
    /// </summary>
    public UnstampedPolicy Unstamped { get; init; }

    /// <summary>Whether old and new shape can be told apart by looking, so that doing it twice does no harm.</summary>
    [JsonIgnore]
    public abstract bool Disjoint { get; }

    /// <summary>Whether documents change; false for an operation that only says what documents are.</summary>
    [JsonIgnore]
    public virtual bool TouchesDocuments => true;

    /// <inheritdoc/>
    public sealed override ValueList<OperationTouch> Touches() =>
        Paths.Select(path => OperationTouch.Changes(Collection, path.Segments))
            .Concat(Reads.Select(path => OperationTouch.Needs(Collection, path.Segments)))
            .ToValueList();

    /// <inheritdoc/>
    /// <remarks>
    /// Two operations become one only where that gives the same document whatever the document is. So renames stay apart: a document that has the second
    /// name already is moved on by the second rename, and would not be by the one in place of both.
    /// </remarks>
    public sealed override Reduction Reduce(MigrationOperation next) => next switch
    {
        DropCollectionOperation drop when drop.Collection == Collection => Reduction.To(drop),
        ReshapeOperation { Where: null } reshape when Where is null && Unstamped == reshape.Unstamped && reshape.Collection == Collection && ReduceOn(reshape) is { } reduced => Reduction.To(reduced),
        _ => base.Reduce(next),
    };

    /// <inheritdoc/>
    public sealed override IStoreState Apply(IStoreState? state)
    {
        Check();
        var schema = DocumentSchema.From(state);
        return schema.Collection(Collection) is { } collection ? schema.With(After(collection)) : schema;
    }

    /// <inheritdoc/>
    public sealed override MigrationOperation? Reverse(IStoreState? before) => ReverseIn(DocumentSchema.From(before).Collection(Collection));

    /// <summary>Does it to one document. On a misfit the document is as it was.</summary>
    /// <param name="document">Changed in place, or of no use any more where <see cref="ReshapeScope.Replacement"/> is set.</param>
    /// <param name="scope">What was kept, and where to keep.</param>
    /// <exception cref="DataException">The code of a transform is missing.</exception>
    public ReshapeResult Apply(JObject document, ReshapeScope scope)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(scope);
        if (!scope.KeepsOrder)
        {
            return Run(document, scope);
        }

        var before = (JObject)document.DeepClone();
        var result = Run(document, scope);
        if (result == ReshapeResult.Changed)
        {
            Arrange(before, scope.Replacement ?? document);
        }

        return result;
    }

    /// <summary>Puts the keys of a changed document in their places. An operation that has arranged them itself leaves them.</summary>
    internal virtual void Arrange(JObject before, JObject after) => KeyPlaces.Arrange(before, after);

    private ReshapeResult Run(JObject document, ReshapeScope scope)
    {
        if (scope.IsMarked && MindsMarks)
        {
            return ReshapeResult.Unchanged;
        }

        var filter = Where?.Evaluate(document, scope.Now);
        return filter is null or { Holds: true } ? ApplyTo(document, scope)
            : filter.Value.Misfit is { } reason ? scope.Misfit(Paths.First(), $"in its filter, {reason}")
            : LeaveOut(document, scope);
    }

    /// <summary>The paths that its expressions read, each once; in a <see cref="ForEachOperation"/> those of the operations inside are not among them, for they are inside its array.</summary>
    [JsonIgnore]
    public IReadOnlyList<DocumentPath> Reads => [.. Expressions.SelectMany(static expression => expression.Paths).Distinct()];

    /// <summary>The expressions that it computes.</summary>
    internal virtual IEnumerable<DocumentExpression> Expressions => Where is null ? [] : [Where];

    /// <summary>What it changes in a document, or relies on; the document itself when that can't be said.</summary>
    internal abstract IEnumerable<DocumentPath> Paths { get; }

    /// <summary>The one operation that does what it and a later one on the same documents do; null when there is none.</summary>
    internal virtual ReshapeOperation? ReduceOn(ReshapeOperation next) => null;

    internal abstract ReshapeResult ApplyTo(JObject document, ReshapeScope scope);

    /// <summary>Whether a document that the opposite direction left alone on purpose is left alone.</summary>
    internal virtual bool MindsMarks => true;

    /// <summary>The collection after it.</summary>
    /// <exception cref="StateException">It does not fit the shape.</exception>
    internal virtual CollectionShape After(CollectionShape collection) => collection with
    {
        Shape = Reshape(collection.Shape),
        Chain = TouchesDocuments ? collection.Chain.With(this, collection.Shape) : collection.Chain,
    };

    /// <summary>What undoes it in a collection; null when nothing does.</summary>
    /// <param name="before">The collection before it; null when it is not known.</param>
    internal virtual ReshapeOperation? ReverseIn(CollectionShape? before) => ReverseOn(before?.Shape);

    /// <summary>The shape of the object that it works on, after it. With a filter some documents are as they were.</summary>
    /// <exception cref="StateException">It does not fit the shape.</exception>
    internal FieldShape Reshape(FieldShape shape) => Where is null ? Reshaped(shape) : FieldShape.Either(shape, Reshaped(shape));

    /// <summary>What undoes it; null when nothing does. It has no filter: the one that it had is about documents as they were; what it left out is marked.</summary>
    /// <param name="before">The shape before it; null when it is not known.</param>
    internal ReshapeOperation? ReverseOn(FieldShape? before) => Undo(before) is { } undo ? undo with { Where = null, Unstamped = UnstampedPolicy.Report } : null;

    /// <summary>The shape after it, without a look at the filter.</summary>
    /// <exception cref="StateException">It does not fit the shape.</exception>
    internal abstract FieldShape Reshaped(FieldShape shape);

    /// <summary>What undoes it; null when nothing does. The filter does not matter.</summary>
    /// <param name="before">The shape before it; null when it is not known.</param>
    internal abstract ReshapeOperation? Undo(FieldShape? before);

    /// <summary>Refuses an operation that contradicts itself.</summary>
    /// <exception cref="StateException">It does.</exception>
    internal void Check()
    {
        Validate();
        foreach (var fault in Expressions.SelectMany(static expression => expression.All()).Select(static expression => expression.Fault))
        {
            Require(fault is null, fault!);
        }
    }

    /// <summary>Refuses an operation that contradicts itself, but for its expressions.</summary>
    /// <exception cref="StateException">It does.</exception>
    internal virtual void Validate()
    {
    }

    /// <summary>Leaves a document alone, here and on the way back.</summary>
    private ReshapeResult LeaveOut(JObject document, ReshapeScope scope)
    {
        if (ReverseOn(null) is not { } reverse)
        {
            return ReshapeResult.Unchanged;
        }

        var back = new ReshapeScope([], scope.Now, scope.KeyOrder);
        return reverse.ApplyTo((JObject)document.DeepClone(), back) == ReshapeResult.Unchanged && back.NewlyKept.All(static value => value.IsMark)
            ? ReshapeResult.Unchanged
            : scope.Mark(Paths.First());
    }

    /// <summary>A path that can be worked on: not the document itself, no wrapper's key in it.</summary>
    private protected void Require(DocumentPath path)
    {
        Require(!path.IsRoot, "the path is empty");
        foreach (var key in path.Segments)
        {
            RequireKey(key);
        }
    }

    /// <summary>
    /// The later operation where it takes away what this one only changes inside: whether it was changed before can't be seen any more. Not where this one puts
    /// documents into quarantine, which keeps them out of the later one.
    /// </summary>
    private protected ReshapeOperation? Removed(DocumentPath path, ReshapeOperation next) =>
        OnError != OnError.Quarantine && next is RemoveFieldOperation { Shape: null } remove && path.StartsWith(remove.Path) ? remove : null;

    private protected void RequireKeys(IReadOnlyCollection<string> keys, int atLeast)
    {
        Require(keys.Count >= atLeast, $"it needs {atLeast} field{(atLeast == 1 ? "" : "s")} or more");
        Require(keys.Distinct(StringComparer.Ordinal).Count() == keys.Count, "a field is named twice");
        foreach (var key in keys)
        {
            RequireKey(key);
        }
    }

    private protected void RequireKey(string key) =>
        Require(!Wrappers.IsReserved(key), $"the key '{key}' is reserved for Extended JSON");

    private protected void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new StateException(
                DocumentErrors.InvalidOperation, $"{Describe()}: {reason}.", "Correct the operation in the migration.");
        }
    }

    /// <summary>A field that is to be made, and is known to be there.</summary>
    private protected void RequireFree(FieldShape shape, DocumentPath path)
    {
        if (Where is null && shape.Find(path) is not null)
        {
            throw new StateException(
                DocumentErrors.FieldExists,
                $"{Describe()}: the field '{path}'{OperationText.In(Collection)} is there already.",
                "Choose another name, or remove or rename the field in an operation before this one.");
        }
    }
}
