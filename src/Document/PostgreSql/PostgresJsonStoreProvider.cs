using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Document.Attaching;
using DocMigrate.Document.PostgreSql;
using DocMigrate.Errors;
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
    private const string ChunkSize = "chunkSize";
    private const int LargestChunk = 200_000;

    /// <inheritdoc/>
    public string Name => "postgresql-jsonb";

    /// <inheritdoc/>
    public IStoreKind Kind => DocumentStoreKind.Instance;

    /// <inheritdoc/>
    public IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var database = PostgresDatabase.Resolve(settings, databases);
        return new PostgresJsonBackend(settings.Name, Kind, database, TimeProvider.System, new CollectionTables(AttachedCollections.Of(settings, schemas: true)), ChunkSizeOf(settings));
    }

    /// <inheritdoc/>
    public ShellCommand Shell(StoreSettings settings) => PostgresShell.For(settings);

    private static int? ChunkSizeOf(StoreSettings settings)
    {
        if (!settings.Options.TryGetValue(ChunkSize, out var text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= LargestChunk
            ? number
            : throw new ConfigurationException(
                PostgresJsonErrors.BadSetting,
                $"The store '{settings.Name}' has the \"{ChunkSize}\" '{text}', which is no number of documents.",
                $"Write a whole number from 1 to {LargestChunk}, as in \"{ChunkSize}\": 1000, or leave it out.");
    }
}
