using System.Globalization;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Tests.Harness;

/// <summary>Short ways to look and write.</summary>
internal static class PostgresDatabaseExtensions
{
    /// <summary>Whether nobody made anything in it.</summary>
    public static async Task<bool> IsEmptyAsync(this PostgresDatabase database, CancellationToken cancellationToken) => await database.ReadAsync(
        async connection => await ScalarAsync(
            connection, "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'",
            cancellationToken) == "0",
        cancellationToken);

    public static Task<string?> ScalarAsync(this PostgresDatabase database, string sql, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => ScalarAsync(connection, sql, cancellationToken), cancellationToken);

    public static Task ExecuteAsync(this PostgresDatabase database, string sql, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => ScalarAsync(connection, sql, cancellationToken), cancellationToken);

    public static async Task<string?> ScalarAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }
}
