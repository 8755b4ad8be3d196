namespace DocMigrate.Models;

/// <summary>States facts about a property. Each method replaces what was stated before. Not thread-safe.</summary>
/// <typeparam name="T">The property's type.</typeparam>
public sealed class PropertyBuilder<T>
{
    private readonly PropertyFacts _facts;

    internal PropertyBuilder(PropertyFacts facts) => _facts = facts;

    /// <summary>The name as stored.</summary>
    /// <param name="name">The column's name, or the key in the document.</param>
    public PropertyBuilder<T> Name(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _facts.Name = name;
        return this;
    }

    /// <summary>It always has a value, whatever its C# type says.</summary>
    public PropertyBuilder<T> Required()
    {
        _facts.Required = true;
        return this;
    }

    /// <summary>It may lack a value, whatever its C# type says.</summary>
    public PropertyBuilder<T> Optional()
    {
        _facts.Required = false;
        return this;
    }

    /// <summary>The greatest length of a text or of bytes.</summary>
    /// <param name="length">At least 1.</param>
    public PropertyBuilder<T> MaxLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _facts.MaxLength = length;
        return this;
    }

    /// <summary>The value that rows or documents without one get, as <see cref="System.ComponentModel.DefaultValueAttribute"/> says it.</summary>
    /// <param name="value">The value; null only for a property that may lack one.</param>
    public PropertyBuilder<T> Default(T value)
    {
        (_facts.HasDefault, _facts.Default) = (true, value);
        return this;
    }

    /// <summary>It is the key, or, stated on several properties, a part of it.</summary>
    public PropertyBuilder<T> Key()
    {
        _facts.Key = true;
        return this;
    }

    /// <summary>The stored name that it had before, as <see cref="RenamedFromAttribute"/> says it.</summary>
    /// <param name="name">The old stored name.</param>
    public PropertyBuilder<T> RenamedFrom(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _facts.RenamedFrom = name;
        return this;
    }

    /// <summary>What its values are stored as in documents, where that is not what their C# type says: an enum as text, an id as an object id.</summary>
    /// <param name="kind">The stored kind, as <c>[BsonRepresentation]</c> says it. Means nothing in tables.</param>
    public PropertyBuilder<T> StoredAs(ScalarKind kind)
    {
        _facts.StoredAs = kind;
        return this;
    }

    /// <summary>It is not stored.</summary>
    public PropertyBuilder<T> Ignore()
    {
        _facts.Ignored = true;
        return this;
    }

    /// <summary>It is a foreign key.</summary>
    /// <typeparam name="TEntity">The class of the table that it refers to.</typeparam>
    public PropertyBuilder<T> References<TEntity>()
        where TEntity : class
    {
        _facts.References = typeof(TEntity);
        return this;
    }
}
