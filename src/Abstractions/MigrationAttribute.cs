namespace DocMigrate;

/// <summary>Names a <see cref="Migration"/>. Without it a class is not found.</summary>
/// <param name="module">The module that the migration belongs to.</param>
/// <param name="name">The name in the module, as in <c>0003_split_name</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MigrationAttribute(string module, string name) : Attribute
{
    /// <summary>The module that the migration belongs to.</summary>
    public string Module { get; } = module;

    /// <summary>The name in the module.</summary>
    public string Name { get; } = name;
}
