namespace DocMigrate.Backends;

/// <summary>Says that an assembly has a provider.</summary>
/// <param name="name">The provider's name in the configuration.</param>
/// <param name="provider">The type; implements <see cref="IStoreProvider"/>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class StoreProviderAttribute(string name, Type provider) : Attribute
{
    /// <summary>The provider's name in the configuration.</summary>
    public string Name { get; } = name;

    /// <summary>The type that implements <see cref="IStoreProvider"/>.</summary>
    public Type Provider { get; } = provider;
}
