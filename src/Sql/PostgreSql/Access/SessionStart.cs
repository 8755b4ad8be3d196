using DocMigrate.Errors;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Access;

/// <summary>Opens connections and makes their sessions fit for migrations.</summary>
internal static class SessionStart
{
    public const int OldestServer = 13;

    // Texts are read as they are written here; nothing is written outside a transaction that was begun on purpose. Time limits that a role or a database has
    // are meant for requests of an application, and a migration is none: they stay where the connection string itself asks for them. A server that can see
    // that its client is gone gives up a long statement then, and with it what it locks (https://www.postgresql.org/docs/current/runtime-config-connection.html).
    private const string Settings = """
        SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid();
        SET standard_conforming_strings = on;
        SET default_transaction_read_only = on;
        SELECT set_config(name, '0', false) FROM pg_settings
            WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout')
                AND setting <> '0' AND source <> 'client';
        SELECT set_config(name, CASE name WHEN 'tcp_keepalives_count' THEN '3' ELSE '10' END, false) FROM pg_settings
            WHERE name IN ('tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count') AND source <> 'client';
        SELECT set_config(name, '5s', false) FROM pg_settings
            WHERE name = 'client_connection_check_interval' AND setting = '0' AND version() LIKE '%linux%'
        """;

    /// <exception cref="StoreException">The server can't be reached, does not let the user in, has no such database, or is too old.</exception>
    public static async Task<(NpgsqlConnection Connection, ServerSession Server)> ConnectAsync(
        NpgsqlDataSource source, PostgresAddress address, CancellationToken cancellationToken)
    {
        var connection = source.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            if (connection.PostgreSqlVersion.Major < OldestServer)
            {
                throw new StoreException(
                    PostgresErrors.TooOld,
                    $"The server '{address.Server}' is PostgreSQL {connection.PostgreSqlVersion}; DocMigrate works with {OldestServer} and newer.",
                    "Upgrade the server: https://www.postgresql.org/docs/current/upgrading.html");
            }

            var server = await connection.ListAsync(Settings, static row => new ServerSession(row.GetInt32(0), row.Text(1)), cancellationToken);
            return (connection, server[0]);
        }
        catch (Exception error)
        {
            await connection.DisposeAsync();
            if (PostgresFault.IsOne(error))
            {
                throw PostgresFault.Of(error, address);
            }

            throw;
        }
    }
}
