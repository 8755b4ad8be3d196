using DocMigrate.Backends;
using DocMigrate.Document.Attaching;
using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql;
using DocMigrate.Sql.PostgreSql;

[assembly: StoreProvider("postgresql-jsonb", typeof(PostgresJsonStoreProvider))]

namespace DocMigrate.Document.PostgreSql;

/// <summary>
/// Collections of JSON documents in a PostgreSQL database: provider <c>postgresql-jsonb</c>. Settings: <c>connection</c>, an Npgsql connection string or an address
/// <c>postgresql://…</c>, and <c>chunkSize</c>: how many documents are changed in one transaction, from 1 to 200,000; without it as many as take about half a second.
/// <c>collections</c> attaches collections to tables (<see cref="AttachedCollections"/>).
/// </summary>
public sealed class PostgresJsonStoreProvider : IStoreProvider
{
    /// <inheritdoc/>
    public string Name => "postgresql-jsonb";

    /// <inheritdoc/>
    public IStoreKind Kind => DocumentStoreKind.Instance;

    /// <inheritdoc/>
    public IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var database = PostgresDatabase.Resolve(settings, databases);
        return new PostgresJsonBackend(settings.Name, Kind, database, TimeProvider.System, new CollectionTables(AttachedCollections.Of(settings, schemas: true)), ChunkSizeSetting.Of(settings, PostgresJsonErrors.BadSetting));
    }

    /// <inheritdoc/>
    public ShellCommand Shell(StoreSettings settings) => PostgresShell.For(settings);
}
