namespace DocMigrate.Inspection;

/// <summary>What a <see cref="Backends.IMigrationBackend"/> may implement besides: it can look at what is really in its store, for <c>inspect</c> and <c>drift</c>.</summary>
public interface IInspectable
{
    /// <summary>Looks at the store. Read-only.</summary>
    IStoreInspector Inspector { get; }
}
