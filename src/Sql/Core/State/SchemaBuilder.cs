using DocMigrate.Errors;
using DocMigrate.Models;
using DocMigrate.Sql.Values;

namespace DocMigrate.Sql.State;

/// <summary>Makes the schema that model classes ask for.</summary>
internal static class SchemaBuilder
{
    public static SqlSchema Build(IReadOnlyList<EntityModel> entities)
    {
        var schema = SqlSchema.Empty;
        foreach (var entity in entities)
        {
            if (schema.FindTable(entity.Name) is not null)
            {
                throw NotATable(entity, null, $"another class is table '{entity.Name}' already", "Give one of them another [Table] name.");
            }

            schema = schema.With(Table(entity, entities));
        }

        return schema;
    }

    private static TableState Table(EntityModel entity, IReadOnlyList<EntityModel> entities)
    {
        var table = new TableState
        {
            Name = entity.Name,
            Columns = entity.Properties.Select(property => Column(entity, property, entities)).ToValueList(),
        };
        table = table.With(entity.Indexes.Select(index => new IndexState
        {
            Name = index.Name ?? IndexState.DefaultName(entity.Name, index.Properties),
            Columns = index.Properties,
            Unique = index.Unique,
        }));
        try
        {
            table.Check();
        }
        catch (StateException error)
        {
            throw NotATable(entity, null, error.Message, "Correct the class.");
        }

        return table;
    }

    private static ColumnState Column(EntityModel entity, PropertyModel property, IReadOnlyList<EntityModel> entities)
    {
        var (kind, maxLength) = property.Type switch
        {
            ScalarTypeModel { Kind: ScalarKind.ObjectId } => (ScalarKind.String, 24),
            ScalarTypeModel { Kind: ScalarKind.String or ScalarKind.Binary } scalar => (scalar.Kind, scalar.MaxLength),
            ScalarTypeModel { Kind: not ScalarKind.Any } scalar => (scalar.Kind, null),
            var other => throw NotATable(
                entity,
                property,
                other is ScalarTypeModel ? "its type says nothing about what a column would hold" : "a column can't hold an object, a list or a dictionary",
                "Give it a scalar type, move it to a table of its own, make the class a [Collection] of documents, or leave it out with [NotMapped]."),
        };
        return new ColumnState
        {
            Name = property.Name,
            Type = kind,
            MaxLength = maxLength,
            Nullable = property.Nullable && !property.Key,
            Key = property.Key,
            Default = Default(entity, property, kind),
            References = property.References is { } target ? Reference(entity, property, target, entities) : null,
        };
    }

    private static string? Default(EntityModel entity, PropertyModel property, ScalarKind kind) =>
        !property.HasDefault || property.Default is null
            ? null
            : SqlText.Of(kind, property.Default) ?? throw new ConfigurationException(
                SqlErrors.InvalidValue,
                $"The default '{property.Default}' of '{entity.ClrName}.{property.ClrName}' is no value of type {kind}.",
                "State a default of the property's type.");

    private static ForeignKeyState Reference(EntityModel entity, PropertyModel property, string target, IReadOnlyList<EntityModel> entities)
    {
        var referenced = entities.FirstOrDefault(other => other.Name == target) ?? throw NotATable(
            entity,
            property,
            $"it refers to '{target}', which is no table of the same store.{NearestName.Suggest(target, entities.Select(static other => other.Name))}",
            "Refer to a class of the same store, or leave the foreign key out.");
        var keys = referenced.Properties.Where(static other => other.Key).ToList();
        return keys.Count == 1
            ? new ForeignKeyState { Table = target, Column = keys[0].Name }
            : throw NotATable(
                entity,
                property,
                $"it refers to '{target}', whose key has {keys.Count} columns: a foreign key of one column needs a key of one",
                $"Give class '{referenced.ClrName}' one [Key] property.");
    }

    private static ConfigurationException NotATable(EntityModel entity, PropertyModel? property, string why, string remedy) => new(
        SqlErrors.NotATable,
        property is null
            ? $"Class '{entity.ClrName}' can't be a table: {why}"
            : $"Property '{entity.ClrName}.{property.ClrName}' can't be a column of table '{entity.Name}': {why}.",
        remedy);
}
