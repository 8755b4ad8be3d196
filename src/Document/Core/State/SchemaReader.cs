using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Document.State;

/// <summary>Reads models into the state that they ask for.</summary>
internal static class SchemaReader
{
    public static DocumentSchema Read(IReadOnlyList<EntityModel> entities)
    {
        var schema = DocumentSchema.Empty;
        foreach (var entity in entities)
        {
            if (schema.Collection(entity.Name) is not null)
            {
                throw new ConfigurationException(
                    DocumentErrors.CollectionExists,
                    $"The class '{entity.ClrName}' is the collection '{entity.Name}', and so is another class.",
                    "Give one of them another name by [Collection].");
            }

            var indexes = entity.Indexes.Select(index =>
            {
                var paths = index.Properties.Select(DocumentPath.Parse).ToValueList();
                return new DocumentIndexShape(index.Name ?? CreateDocumentIndexOperation.DefaultName(entity.Name, paths), paths, index.Unique);
            });
            schema = schema.With(new CollectionShape { Name = entity.Name, Shape = Object(entity.Properties), StampField = entity.StampField, Indexes = indexes.ToValueList() });
        }

        return schema;
    }

    private static FieldShape Object(IEnumerable<PropertyModel> properties) => new()
    {
        Kind = ShapeKind.Object,
        Fields = properties.Select(static property => new NamedField(property.Name, Type(property.Type) with { Nullable = property.Nullable })
        {
            Default = property is { HasDefault: true, Default: { } value } ? Default(property, value) : null,
        }).ToValueList(),
    };

    private static FieldShape Type(TypeModel type) => type switch
    {
        ScalarTypeModel scalar => FieldShape.Of(scalar.Kind) with { Values = scalar.Values.Select(static value => value.Name).ToValueList() },
        ListTypeModel list => FieldShape.List(Type(list.Element)),
        MapTypeModel map => FieldShape.Map(Type(map.Value)),
        ObjectTypeModel inner => Object(inner.Properties),
        _ => FieldShape.Any,
    };

    private static Newtonsoft.Json.Linq.JToken Default(PropertyModel property, object value) =>
        ScalarValue.Fit(DocumentValue.Of(value), Type(property.Type)) ?? throw new ConfigurationException(
            DocumentErrors.BadDefault,
            $"The default of '{property.ClrName}' is no value of its type.",
            "State a default of the property's own type.");
}
