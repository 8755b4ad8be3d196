using System.Collections;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Reads the type of a property.</summary>
/// <param name="documents">Whether it is in a document, where BSON attributes count.</param>
/// <param name="readClass">Reads the properties of a nested class.</param>
internal sealed class TypeReader(bool documents, Func<ClassPath, ValueList<PropertyModel>> readClass)
{
    /// <summary>The neutral type of a property.</summary>
    /// <param name="member">The property.</param>
    /// <param name="path">The class that has it.</param>
    /// <exception cref="ConfigurationException">There is none for it.</exception>
    public TypeModel Read(ModelMember member, ClassPath path) => Read(member.Info.PropertyType, member, path, isElement: false);

    /// <summary>The element type of a list or array; null when the type is no list.</summary>
    public static Type? ElementOf(Type type)
    {
        if (type == typeof(string) || ScalarTypes.Find(type) is not null)
        {
            return null;
        }

        return type.IsArray ? type.GetElementType()
            : ArgumentsOf(type, typeof(IEnumerable<>)) is [var element] ? element
            : type.IsAssignableTo(typeof(IEnumerable)) ? typeof(object)
            : null;
    }

    private TypeModel Read(Type declared, ModelMember member, ClassPath path, bool isElement)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type.IsEnum)
        {
            // A JSON converter says nothing about a column.
            var converter = member.EnumConverter(type);
            return documents && (member.StoredAs is { } stated ? stated == ScalarKind.String : converter is not null)
                ? new ScalarTypeModel(ScalarKind.String) { Values = EnumTexts.Of(type, converter) }
                : new ScalarTypeModel(Represented(ScalarTypes.OfEnum(type), member));
        }

        if (type.Name is "JArray" or "JsonArray" or "BsonArray" && ScalarTypes.Find(type) is { } any)
        {
            return new ListTypeModel(new ScalarTypeModel(any));
        }

        if (ScalarTypes.Find(type) is { } kind)
        {
            var stored = Represented(kind, member);
            var limited = !isElement && stored is ScalarKind.String or ScalarKind.Binary;
            return new ScalarTypeModel(stored, limited ? member.Facts.MaxLength ?? member.Attributes.MaxLength : null);
        }

        if ((ArgumentsOf(type, typeof(IDictionary<,>)) ?? ArgumentsOf(type, typeof(IReadOnlyDictionary<,>))) is [var key, var value])
        {
            return ScalarTypes.IsMapKey(key)
                ? new MapTypeModel(Read(value, member, path, isElement: true))
                : throw Unsupported(declared, member, path, "Use a dictionary with text keys, or mark the property [NotMapped].");
        }

        if (ElementOf(type) is { } element)
        {
            return type is { IsArray: true } && type.GetArrayRank() > 1
                ? throw Unsupported(declared, member, path, "Use an array of arrays, or mark the property [NotMapped].")
                : new ListTypeModel(Read(element, member, path, isElement: true));
        }

        if (type.IsPointer || type.IsByRefLike || type.IsGenericParameter || type.IsAssignableTo(typeof(Delegate))
            || type.IsAssignableTo(typeof(Type)) || type.Namespace?.Split('.')[0] is "System" or "Microsoft")
        {
            throw Unsupported(declared, member, path, "Use a type that DocMigrate can store (docs/models.md lists them), or mark the property [NotMapped].");
        }

        return path.Contains(type)
            ? throw new ConfigurationException(
                ModelErrors.RecursiveType,
                $"'{path.Text}.{member.Name}' leads back to class '{type.Name}': a document can't contain itself.",
                $"Store the other document's id instead, declare the property as object, or leave it out: [NotMapped], or Nested<{path.Type.Name}>().Property(x => x.{member.Name}).Ignore() in a ModelConfiguration.")
            : new ObjectTypeModel(readClass(path.Into(member.Name, type)));
    }

    private ScalarKind Represented(ScalarKind kind, ModelMember member) => documents ? member.StoredAs ?? kind : kind;

    private static Type[]? ArgumentsOf(Type type, Type definition) => type.GetInterfaces().Prepend(type)
        .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition)?
        .GetGenericArguments();

    private static ConfigurationException Unsupported(Type type, ModelMember member, ClassPath path, string remedy) => new(
        ModelErrors.UnsupportedType, $"'{path.Text}.{member.Name}' is of type '{type.Name}', which has no place in a store.", remedy);
}
