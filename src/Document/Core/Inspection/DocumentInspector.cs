using DocMigrate.Document.Inference;
using DocMigrate.Document.Reading;
using DocMigrate.Inspection;

namespace DocMigrate.Document.Inspection;

/// <summary>Looks at what is in a document store. A backend offers it as <see cref="IInspectable.Inspector"/>. Not thread-safe.</summary>
/// <param name="store">The store's name.</param>
/// <param name="source">Its collections.</param>
public sealed class DocumentInspector(string store, IDocumentSource source) : IStoreInspector
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => source.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<StoreInspection> InspectAsync(InspectionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var collections = new List<InferredCollection>();
        foreach (var name in request.Names)
        {
            collections.Add(await CollectionInferrer.InferAsync(source, store, name, request.Sample, cancellationToken));
        }

        var parts = collections.Select(static collection => new InspectedPart(collection.Collection, ReportJson.Of(collection), InferenceWriter.Write(collection)));
        return new StoreInspection(store, parts.ToValueList(), null);
    }

    /// <inheritdoc/>
    public Task<StoreDrift> FindDriftAsync(DriftRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
