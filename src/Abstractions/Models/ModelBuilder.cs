namespace DocMigrate.Models;

/// <summary>Takes what a <see cref="ModelConfiguration"/> states. Not thread-safe.</summary>
public sealed class ModelBuilder
{
    private readonly Dictionary<Type, EntityFacts> _facts = [];

    /// <summary>What was stated, by class, in the order of the first mention.</summary>
    internal IReadOnlyDictionary<Type, EntityFacts> Facts => _facts;

    /// <summary>Says that a class is a table or a collection, and more about it by the builder's methods.</summary>
    /// <typeparam name="T">The model class.</typeparam>
    public EntityBuilder<T> Entity<T>()
        where T : class
    {
        var facts = FactsOf(typeof(T));
        facts.IsEntity = true;
        return new EntityBuilder<T>(facts);
    }

    /// <summary>Says something about the properties of a class that is a part of documents, without making it a table or a collection.</summary>
    /// <typeparam name="T">The nested class or struct. What is said holds wherever a document has it.</typeparam>
    public NestedBuilder<T> Nested<T>() => new(FactsOf(typeof(T)));

    private EntityFacts FactsOf(Type type)
    {
        if (!_facts.TryGetValue(type, out var facts))
        {
            _facts.Add(type, facts = new EntityFacts());
        }

        return facts;
    }
}
