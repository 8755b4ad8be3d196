using DocMigrate.Document.Drift;
using DocMigrate.Document.Inference;
using DocMigrate.Document.Inference.Emitting;
using DocMigrate.Document.Reading;
using DocMigrate.Document.State;
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
        return new StoreInspection(store, parts.ToValueList(), request.Emit switch
        {
            EmitFormat.CSharp => CSharpEmitter.Write(store, request.Namespace, collections),
            EmitFormat.JsonSchema => JsonSchemaEmitter.Write(collections),
            _ => null,
        });
    }

    /// <inheritdoc/>
    public async Task<StoreDrift> FindDriftAsync(DriftRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var names = DocumentSchema.From(request.Applied[^1].State).Collections.Select(static collection => collection.Name)
            .Union(await source.ListAsync(cancellationToken))
            .Where(name => request.Only is null || request.Only == name)
            .Order(StringComparer.Ordinal)
            .ToList();
        var parts = new List<DriftPart>();
        foreach (var name in names)
        {
            var drift = await new DriftFinder(source, store, request).FindAsync(name, cancellationToken);
            parts.Add(new DriftPart(name, drift.Drifted, ReportJson.Of(drift), DriftWriter.Write(drift)));
        }

        return new StoreDrift(store, parts.ToValueList());
    }
}
