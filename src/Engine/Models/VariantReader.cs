using System.Reflection;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Reads which derived classes a class stands for in documents, by a configuration, or by the attributes of System.Text.Json and MongoDB.Bson.</summary>
/// <param name="facts">What configurations state.</param>
/// <param name="sharing">The derived classes that say of themselves that they are in the same collection.</param>
internal sealed class VariantReader(IReadOnlyDictionary<Type, EntityFacts> facts, Func<Type, IReadOnlyList<Type>> sharing)
{
    private const string BsonField = "_t";
    private const string JsonField = "$type";

    /// <summary>The variants; null when the class stands for itself alone.</summary>
    /// <exception cref="ConfigurationException">Attributes contradict each other.</exception>
    public Variants? Read(ClassPath path)
    {
        var type = path.Type;
        if (facts.GetValueOrDefault(type) is { Variants: { Count: > 0 } stated } own)
        {
            return Made(type, own.Discriminator ?? BsonField, stated.Select(static variant => (variant.Type, (object?)variant.Value)));
        }

        var json = Json(type);
        var bson = Bson(type);
        return json is not null && bson is not null && json.Discriminator.Name != bson.Discriminator.Name
            ? throw new ConfigurationException(
                ModelErrors.ConflictingAttributes,
                $"The derived classes of '{path.Text}' are told apart by '{json.Discriminator.Name}' in JSON and by '{bson.Discriminator.Name}' in BSON.",
                $"Say which one the store has with a ModelConfiguration: .Discriminator(\"{bson.Discriminator.Name}\").Variant<{bson.Types[0].Name}>(...).")
            : json ?? bson;
    }

    private static Variants? Json(Type type)
    {
        var derived = Find(type, "JsonDerivedTypeAttribute")
            .Where(static attribute => attribute.ConstructorArguments is [{ Value: Type }, ..])
            .Select(static attribute => ((Type)attribute.ConstructorArguments[0].Value!, attribute.ConstructorArguments.ElementAtOrDefault(1).Value))
            .ToArray();
        var field = Find(type, "JsonPolymorphicAttribute")
            .SelectMany(static attribute => attribute.NamedArguments)
            .FirstOrDefault(static argument => argument.MemberName == "TypeDiscriminatorPropertyName").TypedValue.Value as string;
        return derived.Length == 0 ? null : Made(type, field ?? JsonField, derived);
    }

    private Variants? Bson(Type type)
    {
        Type[] known = [.. Known(type).Concat(sharing(type)).Distinct().Where(variant => variant != type)];
        if (known.Length == 0)
        {
            return null;
        }

        var arrays = Find(type, "BsonDiscriminatorAttribute").Any(static attribute =>
            attribute.NamedArguments.Any(static argument => argument is { MemberName: "RootClass", TypedValue.Value: true }));
        IEnumerable<Type> all = type.IsAbstract ? known : known.Prepend(type);
        if (!arrays)
        {
            return Made(type, BsonField, all.Select(static variant => (variant, (object?)BsonName(variant))));
        }

        // An array of the names from the root down. What a class was called before was a part of what those derived from it were called.
        var values = all.Select(variant => Chain(variant, type)).Select(static chain => new NamedValue(
            string.Join('/', chain.Select(BsonName)), chain.Any(static one => OldName(one) is not null) ? string.Join('/', chain.Select(static one => OldName(one) ?? BsonName(one))) : null));
        return new Variants(Discriminator(type, BsonField, ScalarKind.Any, values), known.ToValueList());
    }

    private static Type[] Chain(Type type, Type root) => type == root || type.BaseType is null ? [type] : [.. Chain(type.BaseType, root), type];

    private static IEnumerable<Type> Known(Type type) => Find(type, "BsonKnownTypesAttribute")
        .SelectMany(static attribute => attribute.ConstructorArguments)
        .SelectMany(static argument => argument.Value switch
        {
            Type known => [known],
            IEnumerable<CustomAttributeTypedArgument> several => several.Select(static one => one.Value).OfType<Type>(),
            _ => [],
        })
        .SelectMany(static known => Known(known).Prepend(known));

    private static string BsonName(Type type) =>
        Find(type, "BsonDiscriminatorAttribute").FirstOrDefault()?.ConstructorArguments.FirstOrDefault().Value as string ?? type.Name;

    private static string? OldName(Type type) => type.GetCustomAttribute<RenamedFromAttribute>(inherit: false)?.Name;

    private static Variants Made(Type root, string field, IEnumerable<(Type Type, object? Value)> derived)
    {
        (Type Type, object? Value)[] all = [.. derived];
        var numbers = all.Any(static variant => variant.Value is int);
        var values = all.Where(variant => !numbers && variant.Value is string).Select(static variant => new NamedValue((string)variant.Value!, OldName(variant.Type)));
        return new Variants(
            Discriminator(root, field, numbers ? ScalarKind.Int32 : ScalarKind.String, values),
            all.Select(static variant => variant.Type).Where(variant => variant != root).Distinct().ToValueList());
    }

    // Libraries leave it out where the class is the declared one.
    private static PropertyModel Discriminator(Type root, string field, ScalarKind kind, IEnumerable<NamedValue> values) => new()
    {
        Name = field, ClrName = field, Type = new ScalarTypeModel(kind) { Values = values.ToValueList() }, Nullable = !(root.IsAbstract || root.IsInterface),
    };

    private static IEnumerable<CustomAttributeData> Find(Type type, string name) =>
        type.GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == name);
}
