using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql;

/// <summary>The shell of any store that is a PostgreSQL database: <c>psql</c>.</summary>
public static class PostgresShell
{
    /// <summary>How to start it. A password is in its environment only, where other users of the machine do not see it.</summary>
    /// <exception cref="Errors.ConfigurationException">The connection string can't be read, or names no host or no database.</exception>
    public static ShellCommand For(StoreSettings settings)
    {
        var address = PostgresAddress.Parse(settings);
        var parsed = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        var arguments = new List<string> { "--host", address.Host, "--port", address.Port.ToString(CultureInfo.InvariantCulture), "--dbname", address.Database };
        if (address.Username is { Length: > 0 } user)
        {
            arguments.AddRange(["--username", user]);
        }

        // https://www.postgresql.org/docs/current/libpq-envars.html
        var environment = new Dictionary<string, string>();
        Set("PGPASSWORD", parsed.Password);
        Set("PGPASSFILE", parsed.Passfile);
        Set("PGOPTIONS", parsed.Options);
        Set("PGSSLROOTCERT", parsed.RootCertificate);
        Set("PGSSLCERT", parsed.SslCertificate);
        Set("PGSSLKEY", parsed.SslKey);
        Set("PGSSLMODE", parsed.SslMode switch
        {
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Prefer => null,
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => null,
        });
        return new ShellCommand(
            "psql", arguments.ToValueList(), environment, "Install PostgreSQL's client: apt install postgresql-client, brew install libpq, or https://www.postgresql.org/download/");

        void Set(string variable, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                environment[variable] = value;
            }
        }
    }
}
