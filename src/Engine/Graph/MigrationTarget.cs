namespace DocMigrate.Engine.Graph;

/// <summary>Where a run is to lead. Names are looked up in the graph, not here. Immutable.</summary>
public sealed record MigrationTarget
{
    /// <summary>The name that stands for "before the first migration of the module".</summary>
    public const string Zero = "zero";

    private MigrationTarget(string? module, string? name)
    {
        Module = module;
        Name = name;
    }

    /// <summary>Everything applied.</summary>
    public static MigrationTarget Latest { get; } = new(null, null);

    /// <summary>The module; null for all modules.</summary>
    public string? Module { get; }

    /// <summary>The migration's name, a unique beginning of it, or <see cref="Zero"/>; null for the module's latest.</summary>
    public string? Name { get; }

    /// <summary>A module's latest migration.</summary>
    /// <param name="module">The module. <c>shop.0002</c> is read as module and name.</param>
    /// <remarks>What starts with a digit, and <c>zero</c>, is taken for a name where the project has a single module: <c>migrate 0002</c>.</remarks>
    public static MigrationTarget Of(string module)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(module);
        var dot = module.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < module.Length - 1 ? new MigrationTarget(module[..dot], module[(dot + 1)..]) : new MigrationTarget(module, null);
    }

    /// <summary>A migration of a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">The name, a unique beginning of it, or <see cref="Zero"/>.</param>
    public static MigrationTarget To(string module, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(module);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new MigrationTarget(module, name);
    }

    /// <summary>What the command line gives: nothing, a module, or a module and a name.</summary>
    public static MigrationTarget Parse(string? module, string? name) => (module, name) switch
    {
        (null, _) => Latest,
        (_, null) => Of(module),
        _ => To(module, name),
    };

    /// <inheritdoc/>
    public override string ToString() => (Module, Name) switch
    {
        (null, _) => "latest",
        (_, null) => Module,
        _ => $"{Module}.{Name}",
    };
}
