using System.Linq.Expressions;

namespace DocMigrate.Models;

/// <summary>States facts about the properties of a class that is a part of documents. Not thread-safe.</summary>
/// <typeparam name="T">The nested class or struct.</typeparam>
public sealed class NestedBuilder<T>
{
    private readonly EntityFacts _facts;

    internal NestedBuilder(EntityFacts facts) => _facts = facts;

    /// <summary>The field that says which class a document is of, as <c>[JsonPolymorphic]</c> says it. Without it: <c>_t</c>.</summary>
    /// <param name="field">The key.</param>
    public NestedBuilder<T> Discriminator(string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        _facts.Discriminator = field;
        return this;
    }

    /// <summary>A derived class whose documents are among these, as <c>[JsonDerivedType]</c> says it. Replaces what attributes say of derived classes.</summary>
    /// <typeparam name="TVariant">The derived class.</typeparam>
    /// <param name="value">What the discriminator is in its documents.</param>
    public NestedBuilder<T> Variant<TVariant>(string value)
        where TVariant : T
    {
        ArgumentNullException.ThrowIfNull(value);
        _facts.Variants.Add((typeof(TVariant), value));
        return this;
    }

    /// <summary>More about one property.</summary>
    /// <param name="property">The property, as in <c>x => x.Street</c>.</param>
    /// <exception cref="ArgumentException">The expression is no property of the class.</exception>
    public PropertyBuilder<TProperty> Property<TProperty>(Expression<Func<T, TProperty>> property) =>
        new(_facts.Property(MemberPath.Single(property)));
}
