using System.Linq.Expressions;

namespace DocMigrate.Models;

/// <summary>States facts about the properties of a class that is a part of documents. Not thread-safe.</summary>
/// <typeparam name="T">The nested class or struct.</typeparam>
public sealed class NestedBuilder<T>
{
    private readonly EntityFacts _facts;

    internal NestedBuilder(EntityFacts facts) => _facts = facts;

    /// <summary>More about one property.</summary>
    /// <param name="property">The property, as in <c>x => x.Street</c>.</param>
    /// <exception cref="ArgumentException">The expression is no property of the class.</exception>
    public PropertyBuilder<TProperty> Property<TProperty>(Expression<Func<T, TProperty>> property) =>
        new(_facts.Property(MemberPath.Single(property)));
}
