namespace DocMigrate.Engine.Tests.Models;

/// <summary>Attributes named like those of MongoDB.Bson and Newtonsoft.Json: the reader knows such by their names alone.</summary>
internal static class ForeignAttributes
{
    internal enum BsonType
    {
        String = 2,
        ObjectId = 7,
        Decimal128 = 19,
    }

    [AttributeUsage(AttributeTargets.Property)]
    internal sealed class BsonIdAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Property)]
    internal sealed class BsonIgnoreAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Property)]
    internal sealed class BsonElementAttribute(string name) : Attribute
    {
        public string Name { get; } = name;
    }

    [AttributeUsage(AttributeTargets.Property)]
    internal sealed class BsonRepresentationAttribute(BsonType type) : Attribute
    {
        public BsonType Type { get; } = type;
    }

    [AttributeUsage(AttributeTargets.Property)]
    internal sealed class JsonPropertyAttribute : Attribute
    {
        public JsonPropertyAttribute()
        {
        }

        public JsonPropertyAttribute(string name) => PropertyName = name;

        public string? PropertyName { get; set; }
    }

    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class BsonKnownTypesAttribute(params Type[] knownTypes) : Attribute
    {
        public Type[] KnownTypes { get; } = knownTypes;
    }

    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class BsonDiscriminatorAttribute(string? discriminator = null) : Attribute
    {
        public string? Discriminator { get; } = discriminator;

        public bool RootClass { get; set; }
    }

    [AttributeUsage(AttributeTargets.Property)]
    internal sealed class BsonExtraElementsAttribute : Attribute;

    internal sealed class StringEnumConverter;
}
