using System.Runtime.CompilerServices;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Building;

/// <summary>Declares operations on a collection and its documents. Not thread-safe.</summary>
public sealed class DocumentsBuilder : ReshapeBuilder<DocumentsBuilder>
{
    internal DocumentsBuilder(string collection, Action<DocumentOperation> add)
        : base(collection, add)
    {
    }

    /// <summary>Creates the collection.</summary>
    /// <param name="shape">Says what its documents are; null for anything.</param>
    public DocumentsBuilder Create(Action<ShapeBuilder>? shape = null) => With(new CreateCollectionOperation
    {
        Collection = Collection, Shape = shape is null ? FieldShape.EmptyObject : FieldShape.Object(shape),
    });

    /// <summary>
    /// Says which documents programs write that are at work while the migration runs. It matters for the operations after it that can't tell old from new by shape: that convert,
    /// compute or run code.
    /// </summary>
    /// <param name="policy">What is done with a document that came after such an operation began.</param>
    public DocumentsBuilder Unstamped(UnstampedPolicy policy)
    {
        Latecomers = policy;
        return this;
    }

    /// <summary>
    /// Says that what follows takes the old shape away, in a parallel change (expand, migrate, contract): the migration is refused, before anything of any store is written, while
    /// documents of the collection are in quarantine, or late because a program of the old version wrote them. Belongs at the beginning of a migration of its own.
    /// </summary>
    public DocumentsBuilder Contract() => With(new ContractCollectionOperation { Collection = Collection });

    /// <summary>Each document bears a stamp from now on: how far along the collection's history it is. Every reader of the documents must put up with the field.</summary>
    /// <param name="field">The field, at the top of the document.</param>
    public DocumentsBuilder Versioned(string field = "_v") => With(new VersionCollectionOperation { Collection = Collection, Field = field });

    /// <summary>Documents bear no stamps from now on.</summary>
    public DocumentsBuilder Unversioned() => With(new VersionCollectionOperation { Collection = Collection });

    /// <summary>Drops the collection; its documents are kept aside and come back on the way back.</summary>
    public DocumentsBuilder Drop() => With(new DropCollectionOperation { Collection = Collection });

    /// <summary>Renames the collection. What follows must name it anew: begin another <c>Documents</c>.</summary>
    public DocumentsBuilder RenameCollection(string to) => With(new RenameCollectionOperation { Collection = Collection, To = to });

    /// <summary>Runs C# code over each document, in this process.</summary>
    /// <param name="name">What it is called in plans and errors.</param>
    /// <param name="forward">The code. May change the document that it gets and return it. An exception makes the document one that does not fit.</param>
    /// <param name="reverse">The code of the way back; null when there is none.</param>
    /// <param name="keepOriginal">Whether changed documents are kept aside, so that they can be restored even without code.</param>
    /// <param name="onError">What happens with a document that does not fit.</param>
    /// <param name="elidable">Whether <c>squashmigrations</c> leaves it out, because only a store that has documents already needs it.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    /// <param name="forwardSource">Filled in by the compiler.</param>
    /// <param name="reverseSource">Filled in by the compiler.</param>
    public DocumentsBuilder Transform(
        string name,
        Func<JObject, JObject> forward,
        Func<JObject, JObject>? reverse = null,
        bool keepOriginal = false,
        OnError onError = OnError.Fail,
        bool elidable = false,
        Func<IExpressionBuilder, DocumentExpression>? where = null,
        [CallerArgumentExpression(nameof(forward))] string? forwardSource = null,
        [CallerArgumentExpression(nameof(reverse))] string? reverseSource = null)
    {
        ArgumentNullException.ThrowIfNull(forward);
        return With(new TransformDocumentsOperation
        {
            Collection = Collection,
            Where = Filter(where),
            OnError = onError,
            Name = name,
            KeepOriginal = keepOriginal,
            Elidable = elidable,
            HasReverse = reverse is not null,
            Code = SourceText.Of(forwardSource, reverse is null ? null : reverseSource),
            Forward = forward,
            Backward = reverse,
        });
    }

    /// <summary>Creates an index.</summary>
    /// <param name="paths">What it is over, in order.</param>
    /// <param name="unique">Whether no two documents may have the same values.</param>
    /// <param name="name">The name; null for one made from collection and paths.</param>
    /// <param name="options">What it is besides: sparse, over some documents, expiring, over words…; null for nothing of it.</param>
    public DocumentsBuilder CreateIndex(ValueList<DocumentPath> paths, bool unique = false, string? name = null, DocumentIndexOptions? options = null) => With(new CreateDocumentIndexOperation
    {
        Collection = Collection,
        Paths = paths,
        Unique = unique,
        Name = name ?? CreateDocumentIndexOperation.DefaultName(Collection, paths),
        Options = options ?? DocumentIndexOptions.None,
    });

    /// <summary>Drops an index that a migration created.</summary>
    public DocumentsBuilder DropIndex(string name) => With(new DropDocumentIndexOperation { Collection = Collection, Name = name });
}
