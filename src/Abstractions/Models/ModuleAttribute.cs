namespace DocMigrate;

/// <summary>Says which module a model class, or all of an assembly, belongs to. Without it: the module of the configuration.</summary>
/// <param name="name">The module's name.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class ModuleAttribute(string name) : Attribute
{
    /// <summary>The module's name.</summary>
    public string Name { get; } = name;
}
