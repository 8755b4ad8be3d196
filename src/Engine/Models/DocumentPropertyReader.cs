using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Reads the properties of a collection's class and of the classes in it.</summary>
internal sealed class DocumentPropertyReader
{
    private const string IdName = "_id";

    private readonly IReadOnlyDictionary<Type, EntityFacts> _facts;
    private readonly VariantReader _variants;
    private readonly TypeReader _types;

    public DocumentPropertyReader(IReadOnlyDictionary<Type, EntityFacts> facts, EntityMap map)
    {
        _facts = facts;
        _variants = new VariantReader(facts, map.Sharing);
        _types = new TypeReader(documents: true, Read);
    }

    public ValueList<PropertyModel> Read(ClassPath path)
    {
        var members = ModelMember.Of(path.Type, _facts.GetValueOrDefault(path.Type), documents: true);
        var id = path.Outer is null ? FindId(path, members) : members.FirstOrDefault(static member => member.Attributes.IsBsonId);
        var own = members.Select(member => Read(path, member, isId: member == id)).ToValueList().Checked(path);
        return _variants.Read(path) is { } variants ? WithVariants(path, own, variants) : own;
    }

    /// <summary>All that a document of any of the classes may have. What only a derived class has is missing in documents of the others.</summary>
    private ValueList<PropertyModel> WithVariants(ClassPath path, ValueList<PropertyModel> own, Variants variants)
    {
        List<PropertyModel> all = own.Any(property => property.Name == variants.Discriminator.Name) ? [.. own] : [variants.Discriminator, .. own];
        foreach (var variant in variants.Types)
        {
            var inside = new ClassPath(variant, $"{path.Text} ({variant.Name})", path);
            var members = ModelMember.Of(variant, _facts.GetValueOrDefault(variant), documents: true)
                .Where(member => own.All(property => property.ClrName != member.Name))
                .ToArray();
            var id = path.Outer is null && !all.Exists(static property => property.Key) ? FindId(inside, members) : null;
            foreach (var property in members.Select(member => Read(inside, member, isId: member == id)).ToValueList().Checked(inside))
            {
                Add(all, property with { Key = property.Name == IdName && id is not null });
            }
        }

        return all.ToValueList();
    }

    // A stated default would be put into documents of all classes: it is the application's own affair here.
    private static void Add(List<PropertyModel> all, PropertyModel property)
    {
        var index = all.FindIndex(known => known.Name == property.Name);
        if (index < 0)
        {
            all.Add(property with { Nullable = !property.Key, HasDefault = false, Default = null });
        }
        else if (all[index].Type != property.Type)
        {
            all[index] = all[index] with { Type = new ScalarTypeModel(ScalarKind.Any), HasDefault = false, Default = null };
        }
    }

    private static ModelMember? FindId(ClassPath path, IReadOnlyList<ModelMember> members)
    {
        ModelMember[] stated = [.. members.Where(static member => member.Facts.Key || member.Attributes.IsBsonId || member.Attributes.IsKey)];
        return stated.Length > 1
            ? throw new ConfigurationException(
                ModelErrors.ConflictingAttributes,
                $"Class '{path.Text}' has several keys: {string.Join(", ", stated.Select(static member => $"'{member.Name}'"))}. A document has one, '{IdName}'.",
                "Leave [BsonId] or [Key] on one property; make it a nested class if it has parts.")
            : stated.FirstOrDefault()
                ?? members.FirstOrDefault(static member => member.Facts.Name == IdName || (member.Facts.Name is null && member.Attributes.DocumentNames.Contains(IdName)))
                ?? members.FirstOrDefault(static member => member.Name == "Id")
                ?? members.FirstOrDefault(static member => member.Name is "id" or IdName);
    }

    private PropertyModel Read(ClassPath path, ModelMember member, bool isId)
    {
        var type = _types.Read(member, path);
        return new PropertyModel
        {
            Name = isId ? IdName : member.Facts.Name ?? StatedName(path, member) ?? member.Name,
            ClrName = member.Name,
            Type = type,
            Nullable = !isId && member.IsNullable,
            Key = isId && path.Outer is null,
            HasDefault = DefaultReader.IsStated(member),
            Default = DefaultReader.Read(member, type, path),
            References = member.Facts.References is null ? null : throw new ConfigurationException(
                ModelErrors.BadForeignKey,
                $"'{path.Text}.{member.Name}' is configured as a foreign key, and documents have none.",
                "Take References out of the configuration, or store the class as a table."),
            RenamedFrom = member.RenamedFrom,
        };
    }

    private static string? StatedName(ClassPath path, ModelMember member)
    {
        var names = member.Attributes.DocumentNames;
        return names.Count > 1
            ? throw new ConfigurationException(
                ModelErrors.ConflictingAttributes,
                $"'{path.Text}.{member.Name}' is named {string.Join(" and ", names.Select(static name => $"'{name}'"))} by different attributes.",
                "Make them agree, or say which one the store has with a ModelConfiguration: Property(x => x." + member.Name + ").Name(...).")
            : names.Count == 1 ? names[0] : member.Attributes.Column;
    }
}
