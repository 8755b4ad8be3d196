using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Reads the properties of a collection's class and of the classes in it.</summary>
internal sealed class DocumentPropertyReader
{
    private const string IdName = "_id";

    private readonly IReadOnlyDictionary<Type, EntityFacts> _facts;
    private readonly TypeReader _types;

    public DocumentPropertyReader(IReadOnlyDictionary<Type, EntityFacts> facts)
    {
        _facts = facts;
        _types = new TypeReader(documents: true, Read);
    }

    public ValueList<PropertyModel> Read(ClassPath path)
    {
        var members = ModelMember.Of(path.Type, _facts.GetValueOrDefault(path.Type), documents: true);
        var id = path.Outer is null ? FindId(path, members) : members.FirstOrDefault(static member => member.Attributes.IsBsonId);
        return members.Select(member => Read(path, member, isId: member == id)).ToValueList().Checked(path);
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
