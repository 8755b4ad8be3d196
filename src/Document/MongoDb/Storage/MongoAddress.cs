using System.Buffers;
using System.Text;
using DocMigrate.Backends;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Storage;

/// <summary>Where a database is: servers and a name. Immutable; its texts show no secrets.</summary>
internal sealed record MongoAddress(ConnectionString Connection, string Database)
{
    private const string DatabaseSetting = "database";

    /// <summary>What the servers don't take in a name (https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions).</summary>
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create("/\\. \"$*<>:|?\0");

    private const int LongestName = 63;

    /// <summary>Databases of the servers' own.</summary>
    private static readonly string[] s_reserved = ["admin", "local", "config"];

    /// <summary>Equal for equal servers and database, whatever the order of the servers and the other settings.</summary>
    public string Key => $"mongodb:{string.Join(',', Connection.Hosts.Select(static host => host.ToString().ToLowerInvariant()).Order(StringComparer.Ordinal))}/{Database}";

    public string DisplayName => $"{Connection}/{Database}";

    /// <exception cref="ConfigurationException">The connection string can't be read (DM6203), or no database is named that documents may be in (DM6223).</exception>
    public static MongoAddress Parse(StoreSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var connection = ConnectionString.Parse(settings.Connection);
        var database = settings.Options.GetValueOrDefault(DatabaseSetting) ?? connection.Database ?? "";
        var wrong = database.Length == 0 ? "names no database"
            : s_reserved.Contains(database) ? $"names the database '{database}', which is the servers' own"
            : database.AsSpan().IndexOfAny(s_forbidden) >= 0 || Encoding.UTF8.GetByteCount(database) > LongestName ? $"names the database '{database}', which can't be a name"
            : null;
        return wrong is null ? new MongoAddress(connection, database) : throw new ConfigurationException(
            MongoErrors.NoDatabaseNamed,
            $"The store '{settings.Name}' {wrong}.",
            "Write it as the store's \"database\", or after the slash of the connection string: mongodb://localhost:27017/shop.");
    }
}
