using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Access;

/// <summary>Addresses as hosting services hand them out, postgresql://user:password@host:5432/database?sslmode=require, which Npgsql does not read.</summary>
/// <remarks>https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS</remarks>
internal static class PostgresUri
{
    private static readonly Dictionary<string, string> s_keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["options"] = "Options",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["channel_binding"] = "Channel Binding",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    public static bool IsOne(string connection) =>
        connection.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase) || connection.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">It has a parameter that is not known, or a value that does not fit.</exception>
    /// <exception cref="FormatException">It is no address.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connection)
    {
        var uri = new Uri(connection, UriKind.Absolute);
        var parsed = new NpgsqlConnectionStringBuilder();
        if (uri.Host.Length > 0)
        {
            parsed.Host = uri.Host.Trim('[', ']');
        }

        if (uri.Port > 0)
        {
            parsed.Port = uri.Port;
        }

        if (uri.AbsolutePath.Length > 1)
        {
            parsed.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        }

        if (uri.UserInfo.Split(':', 2) is [{ Length: > 0 } user, ..] info)
        {
            parsed.Username = Uri.UnescapeDataString(user);
            parsed.Password = info.Length > 1 ? Uri.UnescapeDataString(info[1]) : null;
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length != 2 || !s_keywords.TryGetValue(parts[0], out var keyword))
            {
                throw new ArgumentException("The address has a parameter that is not known.", nameof(connection));
            }

            // verify-full is VerifyFull.
            var value = Uri.UnescapeDataString(parts[1]);
            parsed[keyword] = keyword is "SSL Mode" or "Channel Binding" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return parsed;
    }
}
