using System.Linq.Expressions;

namespace DocMigrate.Models;

/// <summary>States facts about a model class. Each method replaces what was stated before. Not thread-safe.</summary>
/// <typeparam name="T">The model class.</typeparam>
public sealed class EntityBuilder<T>
    where T : class
{
    private readonly EntityFacts _facts;

    internal EntityBuilder(EntityFacts facts) => _facts = facts;

    /// <summary>The store that it is in, as <see cref="StoreAttribute"/> says it.</summary>
    /// <param name="name">The store's name in the configuration.</param>
    public EntityBuilder<T> Store(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _facts.Store = name;
        return this;
    }

    /// <summary>The module that its migrations belong to, as <see cref="ModuleAttribute"/> says it.</summary>
    /// <param name="name">The module's name.</param>
    public EntityBuilder<T> Module(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _facts.Module = name;
        return this;
    }

    /// <summary>It is a table.</summary>
    /// <param name="name">The table's name; null for the class's name.</param>
    public EntityBuilder<T> Table(string? name = null)
    {
        (_facts.IsCollection, _facts.Name) = (false, name ?? typeof(T).Name);
        return this;
    }

    /// <summary>It is a collection of documents.</summary>
    /// <param name="name">The collection's name; null for the class's name.</param>
    public EntityBuilder<T> Collection(string? name = null)
    {
        (_facts.IsCollection, _facts.Name) = (true, name ?? typeof(T).Name);
        return this;
    }

    /// <summary>The name that the table or collection had before, as <see cref="RenamedFromAttribute"/> says it.</summary>
    /// <param name="name">The old stored name.</param>
    public EntityBuilder<T> RenamedFrom(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _facts.RenamedFrom = name;
        return this;
    }

    /// <summary>The field that says which class a document is of, as <c>[JsonPolymorphic]</c> says it. Without it: <c>_t</c>.</summary>
    /// <param name="field">The key.</param>
    public EntityBuilder<T> Discriminator(string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        _facts.Discriminator = field;
        return this;
    }

    /// <summary>A derived class whose documents are among these, as <c>[JsonDerivedType]</c> says it. Replaces what attributes say of derived classes.</summary>
    /// <typeparam name="TVariant">The derived class.</typeparam>
    /// <param name="value">What the discriminator is in its documents.</param>
    public EntityBuilder<T> Variant<TVariant>(string value)
        where TVariant : T
    {
        ArgumentNullException.ThrowIfNull(value);
        _facts.Variants.Add((typeof(TVariant), value));
        return this;
    }

    /// <summary>Each document bears a stamp, as <see cref="VersionedAttribute"/> says it. Means nothing for a table.</summary>
    /// <param name="field">The field that has it.</param>
    public EntityBuilder<T> Versioned(string field = "_v")
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        _facts.StampField = field;
        return this;
    }

    /// <summary>More about one property.</summary>
    /// <param name="property">The property, as in <c>x => x.Name</c>. Those of nested classes are stated on <see cref="ModelBuilder.Nested{T}"/>.</param>
    /// <exception cref="ArgumentException">The expression is no property of the class.</exception>
    public PropertyBuilder<TProperty> Property<TProperty>(Expression<Func<T, TProperty>> property) =>
        new(_facts.Property(MemberPath.Single(property)));

    /// <summary>An index.</summary>
    /// <param name="properties">One property, as in <c>x => x.Email</c> or <c>x => x.Address.City</c>, or several: <c>x => new { x.LastName, x.FirstName }</c>.</param>
    /// <param name="unique">Whether no two rows or documents may have the same values.</param>
    /// <param name="name">The index's name; null for one made from table and properties.</param>
    /// <exception cref="ArgumentException">The expression is something else.</exception>
    public EntityBuilder<T> Index(Expression<Func<T, object?>> properties, bool unique = false, string? name = null) =>
        Index(MemberPath.Several(properties), unique, name);

    /// <summary>An index on properties by their C# names: also those inside lists, which an expression does not reach.</summary>
    /// <param name="properties">The C# names, in order; dotted for nested ones, as in <c>Orders.Sku</c>.</param>
    /// <param name="unique">Whether no two rows or documents may have the same values.</param>
    /// <param name="name">The index's name; null for one made from table and properties.</param>
    public EntityBuilder<T> Index(IEnumerable<string> properties, bool unique = false, string? name = null)
    {
        _facts.Indexes.Add(new IndexModel(name, properties.ToValueList(), unique));
        return this;
    }
}
