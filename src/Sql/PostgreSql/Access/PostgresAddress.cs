using System.Data.Common;
using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Errors;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Access;

/// <summary>Where a database is, and how to connect to it. Immutable.</summary>
internal sealed class PostgresAddress
{
    private const string Example = "Host=localhost;Database=shop;Username=shop;Password=${SHOP_PASSWORD}";

    private PostgresAddress(NpgsqlConnectionStringBuilder parsed)
    {
        Host = parsed.Host!;
        Port = parsed.Port;
        Database = parsed.Database!;
        Username = parsed.Username;

        // Connections of its own: settings of the session never reach the application's pool, and a lock never outlives its holder in one.
        // An ambient transaction is none of the history's business; where the work takes long, no clock of the client ends it unasked.
        var own = new NpgsqlConnectionStringBuilder(parsed.ConnectionString)
        {
            Pooling = false,
            Enlist = false,
            Multiplexing = false,
            PersistSecurityInfo = false,
            TcpKeepAlive = true,
        };
        own.ApplicationName ??= "docmigrate";

        // Npgsql's own builder says of every keyword that it has it.
        var stated = new DbConnectionStringBuilder { ConnectionString = parsed.ConnectionString };
        if (!stated.ContainsKey("Command Timeout"))
        {
            own.CommandTimeout = 0;
        }

        if (own.TcpKeepAliveTime == 0)
        {
            own.TcpKeepAliveTime = 30;
        }

        if (Host.Contains(',', StringComparison.Ordinal) && !stated.ContainsKey("Target Session Attributes"))
        {
            own.TargetSessionAttributes = "read-write";
        }

        ConnectionString = own.ConnectionString;
    }

    /// <summary>The host, several separated by commas, or the folder of a socket.</summary>
    public string Host { get; }

    public int Port { get; }

    public string Database { get; }

    /// <summary>Null for the driver's choice: PGUSER, or the operating system's user.</summary>
    public string? Username { get; }

    /// <summary>Holds secrets: never to be shown.</summary>
    public string ConnectionString { get; }

    public string Key => $"postgresql:{Server.ToLowerInvariant()}/{Database}";

    /// <summary>As in <c>db.example.com:5432/shop</c>.</summary>
    public string DisplayName => $"{Server}/{Database}";

    public string Server => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <exception cref="ConfigurationException">The connection string can't be read, or lacks what is needed. Its text is not shown: it may hold a password.</exception>
    public static PostgresAddress Parse(StoreSettings settings)
    {
        NpgsqlConnectionStringBuilder parsed;
        try
        {
            parsed = PostgresUri.IsOne(settings.Connection) ? PostgresUri.Parse(settings.Connection) : new NpgsqlConnectionStringBuilder(settings.Connection);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
        {
            throw new ConfigurationException(
                PostgresErrors.BadConnectionString,
                $"The connection string of store '{settings.Name}' is not one that Npgsql can read.",
                $"Write it as in \"{Example}\", or as an address, postgresql://user:password@host:5432/database. The keywords are on https://www.npgsql.org/doc/connection-string-parameters.html.");
        }

        if (string.IsNullOrWhiteSpace(parsed.Host) || string.IsNullOrWhiteSpace(parsed.Database))
        {
            throw new ConfigurationException(
                PostgresErrors.IncompleteConnectionString,
                $"The connection string of store '{settings.Name}' names no {(string.IsNullOrWhiteSpace(parsed.Host) ? "host" : "database")}.",
                $"Name both, as in \"{Example}\".");
        }

        return new PostgresAddress(parsed);
    }
}
