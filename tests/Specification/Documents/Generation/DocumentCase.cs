using System.Text.Json;
using DocMigrate.Document;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Engine.Serialization;
using DocMigrate.Errors;
using DocMigrate.State;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents.Generation;

/// <summary>Documents and a chain of operations on their collection. As text it is one line, which says the same whatever the generator does later.</summary>
/// <param name="Documents">The documents.</param>
/// <param name="Operations">The chain.</param>
public sealed record DocumentCase(IReadOnlyList<JObject> Documents, IReadOnlyList<ReshapeOperation> Operations)
{
    private static readonly OperationSerializer s_serializer = new([DocumentStoreKind.Instance]);

    /// <summary>Whether the operations can follow each other in a migration.</summary>
    public bool IsValid
    {
        get
        {
            try
            {
                DocumentSchema.From(Operations.Aggregate((IStoreState?)null, static (state, operation) => operation.Apply(state)));
                return true;
            }
            catch (StateException)
            {
                return false;
            }
        }
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static DocumentCase Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        return new DocumentCase(
            [.. json.RootElement.GetProperty("documents").EnumerateArray().Select(static document => DocumentReader.Read(document.GetRawText()))],
            [.. s_serializer.Deserialize(json.RootElement.GetProperty("operations").GetRawText()).Cast<ReshapeOperation>()]);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{{\"documents\":[{string.Join(",", Documents.Select(static document => DocumentWriter.Write(document)))}],\"operations\":{s_serializer.Serialize([.. Operations])}}}";
}
