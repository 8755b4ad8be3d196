using System.Text.Json.Serialization;
using DocMigrate.Backends;
using DocMigrate.CodeGeneration;
using DocMigrate.Comparison;
using DocMigrate.Document.CodeGeneration;
using DocMigrate.Document.Comparison;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Serialization;
using DocMigrate.Document.State;
using DocMigrate.Models;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document;

/// <summary>The family of stores that hold documents.</summary>
public sealed class DocumentStoreKind : IStoreKind
{
    private DocumentStoreKind()
    {
    }

    /// <summary>The one instance.</summary>
    public static DocumentStoreKind Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "documents";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> OperationKinds { get; } =
    [
        new("createCollection", typeof(CreateCollectionOperation)),
        new("dropCollection", typeof(DropCollectionOperation)),
        new("restoreCollection", typeof(RestoreCollectionOperation)),
        new("renameCollection", typeof(RenameCollectionOperation)),
        new("createDocumentIndex", typeof(CreateDocumentIndexOperation)),
        new("dropDocumentIndex", typeof(DropDocumentIndexOperation)),
        new("contractCollection", typeof(ContractCollectionOperation)),
        new("versionCollection", typeof(VersionCollectionOperation)),
        new("stampDocuments", typeof(StampDocumentsOperation)),
        new("declareField", typeof(DeclareFieldOperation)),
        new("addField", typeof(AddFieldOperation)),
        new("removeField", typeof(RemoveFieldOperation)),
        new("restoreField", typeof(RestoreFieldOperation)),
        new("renameField", typeof(RenameFieldOperation)),
        new("renameFields", typeof(RenameFieldsOperation)),
        new("setField", typeof(SetFieldOperation)),
        new("mapValues", typeof(MapValuesOperation)),
        new("convertField", typeof(ConvertFieldOperation)),
        new("splitField", typeof(SplitFieldOperation)),
        new("joinFields", typeof(JoinFieldsOperation)),
        new("nestFields", typeof(NestFieldsOperation)),
        new("flattenField", typeof(FlattenFieldOperation)),
        new("mapToArray", typeof(MapToArrayOperation)),
        new("arrayToMap", typeof(ArrayToMapOperation)),
        new("wrapInArray", typeof(WrapInArrayOperation)),
        new("unwrapArray", typeof(UnwrapArrayOperation)),
        new("forEach", typeof(ForEachOperation)),
        new("forEachValue", typeof(ForEachValueOperation)),
        new("transform", typeof(TransformDocumentsOperation)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<JsonConverter> Converters { get; } = [new DocumentPathJsonConverter(), new JTokenJsonConverter()];

    /// <inheritdoc/>
    public IOperationCodeWriter CodeWriter { get; } = new DocumentCodeWriter();

    /// <inheritdoc/>
    public IStoreState BuildState(IReadOnlyList<EntityModel> entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        return SchemaReader.Read(entities);
    }

    /// <inheritdoc/>
    public IReadOnlyList<MigrationOperation> Compare(IStoreState? from, IStoreState? to, ComparisonContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SchemaComparer.Compare(DocumentSchema.From(from), DocumentSchema.From(to), context);
    }
}
