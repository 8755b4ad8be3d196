namespace DocMigrate.Engine.Models;

/// <summary>The way from a model class to a class inside it, for messages and to notice cycles.</summary>
/// <param name="Type">The class that is being read.</param>
/// <param name="Text">How it is reached: class and properties, dotted.</param>
/// <param name="Outer">The class around it; null for the model class.</param>
internal sealed record ClassPath(Type Type, string Text, ClassPath? Outer)
{
    public static ClassPath Of(Type model) => new(model, model.Name, null);

    public ClassPath Into(string property, Type type) => new(type, $"{Text}.{property}", this);

    public bool Contains(Type type) => Type == type || (Outer?.Contains(type) ?? false);
}
