using System.Text.Json.Serialization;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document.Operations;

/// <summary>Creates an index over paths of a collection's documents.</summary>
public sealed record CreateDocumentIndexOperation : DocumentOperation
{
    /// <summary>The name; unique in the collection.</summary>
    public required string Name { get; init; }

    /// <summary>What it is over, one path or more, in order.</summary>
    public required ValueList<DocumentPath> Paths { get; init; }

    /// <summary>Whether no two documents may have the same values. Default false.</summary>
    public bool Unique { get; init; }

    /// <summary>What it is besides. Default <see cref="DocumentIndexOptions.None"/>: in ascending order, over all documents.</summary>
    public DocumentIndexOptions Options { get; init; } = DocumentIndexOptions.None;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("index", Collection);

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool Tightens => Unique;

    /// <summary>The name of an index that was given none.</summary>
    public static string DefaultName(string collection, IEnumerable<DocumentPath> paths) =>
        $"ix_{collection}_{string.Join('_', paths.SelectMany(static path => path.IsRoot ? ["all"] : path.Segments))}";

    /// <inheritdoc/>
    public override string Describe() =>
        $"Create {(Unique ? "unique " : "")}index {Name} on {Collection} ({OperationText.List(Paths.Select(static path => path.ToString()))}){Options.Describe()}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Index(Collection, Name), .. Paths.Select(path => OperationTouch.Needs(Collection, path.Segments))];

    /// <inheritdoc/>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        DropDocumentIndexOperation drop when drop.Collection == Collection && drop.Name == Name => Reduction.Nothing,
        DropCollectionOperation drop when drop.Collection == Collection => Reduction.To(drop),
        _ => base.Reduce(next),
    };

    /// <inheritdoc/>
    public override IStoreState Apply(IStoreState? state)
    {
        if (Paths.Count == 0 || (Options.Kind != DocumentIndexKind.Wildcard && Paths.Any(static path => path.IsRoot)))
        {
            throw new StateException(DocumentErrors.InvalidOperation, $"{Describe()}: it needs paths.", "Name the fields that the index is over.");
        }

        if (Options.Fault(Paths, Unique) is { } fault)
        {
            throw new StateException(DocumentErrors.InvalidOperation, $"{Describe()}: {fault}.", "Correct the options of the index.");
        }

        var schema = DocumentSchema.From(state);
        var collection = schema.Collection(Collection) ?? new CollectionShape { Name = Collection, Declared = false };
        return collection.Index(Name) is null
            ? schema.With(collection with { Indexes = collection.Indexes.Add(new DocumentIndexShape(Name, Paths, Unique) { Options = Options }) })
            : throw new StateException(
                DocumentErrors.IndexExists, $"{Describe()}: an index of that name is there already.", "Choose another name, or drop the index before.");
    }

    /// <inheritdoc/>
    public override MigrationOperation Reverse(IStoreState? before) => new DropDocumentIndexOperation { Collection = Collection, Name = Name };
}
