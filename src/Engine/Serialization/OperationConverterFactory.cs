using System.Text.Json;
using System.Text.Json.Serialization;
using DocMigrate.Operations;

namespace DocMigrate.Engine.Serialization;

/// <summary>
/// Makes converters for <see cref="MigrationOperation"/> and its abstract descendants. Concrete operations are left to their contract, which
/// has no <c>kind</c>: where the type is known it need not be said.
/// </summary>
internal sealed class OperationConverterFactory(OperationKindMap kinds) : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsAbstract && typeToConvert.IsAssignableTo(typeof(MigrationOperation));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OperationConverter<>).MakeGenericType(typeToConvert), kinds)!;
}
