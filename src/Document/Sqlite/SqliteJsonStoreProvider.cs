using DocMigrate.Backends;
using DocMigrate.Document.Sqlite;
using DocMigrate.Sql.Sqlite;

[assembly: StoreProvider("sqlite-json", typeof(SqliteJsonStoreProvider))]

namespace DocMigrate.Document.Sqlite;

/// <summary>Collections of JSON documents in a SQLite file: provider <c>sqlite-json</c>. Settings: <c>connection</c>, as for <c>sqlite</c>.</summary>
public sealed class SqliteJsonStoreProvider : IStoreProvider
{
    /// <inheritdoc/>
    public string Name => "sqlite-json";

    /// <inheritdoc/>
    public IStoreKind Kind => DocumentStoreKind.Instance;

    /// <inheritdoc/>
    public IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases) =>
        new SqliteJsonBackend(settings.Name, Kind, SqliteDatabase.Resolve(settings, databases), TimeProvider.System);

    /// <inheritdoc/>
    public ShellCommand Shell(StoreSettings settings) => SqliteStoreProvider.ShellFor(settings);
}
