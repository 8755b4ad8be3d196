using System.Reflection;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>A property of a model class, with what attributes and configuration say about it.</summary>
internal sealed class ModelMember
{
    private ModelMember(PropertyInfo info, PropertyFacts facts)
    {
        Info = info;
        Facts = facts;
        Attributes = new MemberAttributes(info);
    }

    public PropertyInfo Info { get; }

    public MemberAttributes Attributes { get; }

    public PropertyFacts Facts { get; }

    public string Name => Info.Name;

    /// <summary>The scalar that it is stored as by a statement; null when there is none.</summary>
    public ScalarKind? StoredAs => Facts.StoredAs ?? Attributes.Representation;

    /// <summary>The name of the type of the JSON converter that writes a value of this enum type as text; null when there is none.</summary>
    public string? EnumConverter(Type enumType) => Attributes.EnumConverter ?? MemberAttributes.EnumConverterOf(enumType);

    /// <summary>The stated old name; null when there is none.</summary>
    public string? RenamedFrom => Facts.RenamedFrom ?? Attributes.RenamedFrom;

    /// <summary>Whether the value may be missing, by the C# type and the statements. A reference type without annotations may.</summary>
    public bool IsNullable
    {
        get
        {
            if (Facts.Required is { } required)
            {
                return !required;
            }

            if (Attributes.IsRequired)
            {
                return false;
            }

            return Info.PropertyType.IsValueType
                ? Nullable.GetUnderlyingType(Info.PropertyType) is not null
                : new NullabilityInfoContext().Create(Info).ReadState != NullabilityState.NotNull;
        }
    }

    /// <summary>The stored properties of a class: those of base classes first, then in the order of declaration.</summary>
    /// <param name="type">The class.</param>
    /// <param name="facts">What configurations state about it, or null.</param>
    /// <param name="documents">Whether JSON and BSON attributes count. A table's class often has them for the application's interface.</param>
    public static IReadOnlyList<ModelMember> Of(Type type, EntityFacts? facts, bool documents)
    {
        List<PropertyInfo> found = [];
        var chain = new Stack<Type>();
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            chain.Push(level);
        }

        foreach (var property in chain.SelectMany(static level => level
            .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .OrderBy(static property => property.MetadataToken)))
        {
            // One that is overridden or hidden keeps its place.
            var index = found.FindIndex(earlier => earlier.Name == property.Name);
            if (index < 0)
            {
                found.Add(property);
            }
            else
            {
                found[index] = property;
            }
        }

        return
        [
            .. found
                .Where(static property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
                .Select(property => new ModelMember(property, facts?.Properties.GetValueOrDefault(property.Name) ?? new PropertyFacts()))
                .Where(member => member.IsStored(documents, stated: facts?.Properties.ContainsKey(member.Name) ?? false)),
        ];
    }

    private bool IsStored(bool documents, bool stated)
    {
        if (Facts.Ignored)
        {
            return false;
        }

        if (stated)
        {
            return true;
        }

        return !Attributes.IsNotMapped
            && !(documents && Attributes.IsLeftOutOfDocuments)
            && (Info.SetMethod is not null || (documents ? Attributes.DocumentNames.Count > 0 : Attributes.Column is not null));
    }
}
