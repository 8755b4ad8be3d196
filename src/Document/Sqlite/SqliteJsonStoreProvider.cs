using DocMigrate.Backends;
using DocMigrate.Document.Attaching;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite;
using DocMigrate.Sql.Sqlite;

[assembly: StoreProvider("sqlite-json", typeof(SqliteJsonStoreProvider))]

namespace DocMigrate.Document.Sqlite;

/// <summary>
/// Collections of JSON documents in a SQLite file: provider <c>sqlite-json</c>. Settings: <c>connection</c>, as for <c>sqlite</c>, and <c>chunkSize</c>: how many
/// documents are changed in one transaction, from 1 to 200,000; without it as many as take about half a second. <c>collections</c> attaches collections to tables
/// (<see cref="AttachedCollections"/>).
/// </summary>
public sealed class SqliteJsonStoreProvider : IStoreProvider
{
    /// <inheritdoc/>
    public string Name => "sqlite-json";

    /// <inheritdoc/>
    public IStoreKind Kind => DocumentStoreKind.Instance;

    /// <inheritdoc/>
    public IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var database = SqliteDatabase.Resolve(settings, databases);
        return new SqliteJsonBackend(settings.Name, Kind, database, TimeProvider.System, new CollectionTables(AttachedCollections.Of(settings, schemas: false)), ChunkSizeSetting.Of(settings, JsonStoreErrors.BadSetting));
    }

    /// <inheritdoc/>
    public ShellCommand Shell(StoreSettings settings) => SqliteStoreProvider.ShellFor(settings);
}
