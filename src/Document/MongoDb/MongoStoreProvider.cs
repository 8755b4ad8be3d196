using DocMigrate.Backends;
using DocMigrate.Document.MongoDb;
using DocMigrate.Document.MongoDb.Storage;

[assembly: StoreProvider("mongodb", typeof(MongoStoreProvider))]

namespace DocMigrate.Document.MongoDb;

/// <summary>
/// Collections of a MongoDB database: provider <c>mongodb</c>. Settings: <c>connection</c>, a connection string <c>mongodb://…</c>; <c>database</c>, where the connection string names none;
/// and those of <see cref="MongoStoreOptions"/>.
/// </summary>
public sealed class MongoStoreProvider : IStoreProvider
{
    /// <inheritdoc/>
    public string Name => "mongodb";

    /// <inheritdoc/>
    public IStoreKind Kind => DocumentStoreKind.Instance;

    /// <inheritdoc/>
    public IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new MongoBackend(settings.Name, Kind, MongoDatabase.Resolve(settings, databases), TimeProvider.System, MongoStoreOptions.Of(settings).ChunkSize);
    }

    /// <inheritdoc/>
    public ShellCommand Shell(StoreSettings settings) => MongoShell.For(settings);
}
