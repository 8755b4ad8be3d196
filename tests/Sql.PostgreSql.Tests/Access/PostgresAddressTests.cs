using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql.Access;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Tests.Access;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("Database=shop;Password=geheim", "DM5301")]
    [InlineData("Host=db;Password=geheim", "DM5301")]
    [InlineData("", "DM5301")]
    [InlineData("Host=db;Database=shop;Passwort=geheim", "DM5300")]
    [InlineData("Host=db;Database=shop;Port=geheim", "DM5300")]
    [InlineData("Host=db;Database=shop;SSL Mode=geheim", "DM5300")]
    [InlineData("geheim", "DM5300")]
    [InlineData("postgresql://ada:geheim@db/shop?passwort=geheim", "DM5300")]
    [InlineData("postgresql://ada:geheim@db:port/shop", "DM5300")]
    [InlineData("postgresql://ada:geheim@db", "DM5301")]
    public void What_can_not_be_used_is_refused_without_showing_it(string connection, string code)
    {
        var error = Assert.Throws<ConfigurationException>(() => PostgresProcess.Open(connection));

        Assert.Equal(code, error.Code.Value);
        Assert.DoesNotContain("geheim", error.ToString() + error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=DB.example.com;Database=shop;Username=ada;Password=geheim", "db.example.com:5432/shop")]
    [InlineData("Server=db.example.com;Port=5432;Db=shop;User Id=eve", "db.example.com:5432/shop")]
    [InlineData("postgresql://ada:geheim@db.example.com/shop", "db.example.com:5432/shop")]
    [InlineData("Host=db.example.com;Port=5433;Database=shop", "db.example.com:5433/shop")]
    [InlineData("Host=db.example.com;Database=Shop", "db.example.com:5432/Shop")]
    public async Task One_host_port_and_database_is_one_database_whatever_the_other_settings(string connection, string place)
    {
        await using var database = PostgresProcess.Open(connection);

        Assert.Equal("postgresql:" + place, database.Key);
        Assert.Equal(place, database.DisplayName, ignoreCase: true);
    }

    [Fact]
    public void An_address_says_the_same_as_a_connection_string()
    {
        var address = Parse("postgres://ada:p%40ss%3Aword@db:6432/shop%20one?sslmode=verify-full&application_name=x&connect_timeout=7");

        Assert.Equal(
            ("db", 6432, "shop one", "ada", "p@ss:word", SslMode.VerifyFull, "x", 7),
            (address.Host, address.Port, address.Database, address.Username, address.Password, address.SslMode, address.ApplicationName, address.Timeout));
        Assert.Equal("/var/run/postgresql", Parse("postgresql:///shop?host=/var/run/postgresql").Host);
        Assert.Equal("::1", Parse("postgresql://[::1]/shop").Host);
    }

    [Fact]
    public void Connections_are_our_own_and_no_clock_of_the_client_ends_long_work()
    {
        var own = Parse("Host=db;Database=shop");

        Assert.Equal((false, false, 0, true, "docmigrate"), (own.Pooling, own.Enlist, own.CommandTimeout, own.TcpKeepAlive, own.ApplicationName));
        Assert.False(own.PersistSecurityInfo);
        Assert.Equal(9, Parse("Host=db;Database=shop;Command Timeout=9").CommandTimeout);
        Assert.Equal("read-write", Parse("Host=db1,db2;Database=shop").TargetSessionAttributes);
        Assert.Equal("primary", Parse("Host=db1,db2;Database=shop;Target Session Attributes=primary").TargetSessionAttributes);
    }

    private static NpgsqlConnectionStringBuilder Parse(string connection) => new(PostgresAddress.Parse(PostgresProcess.Settings(connection)).ConnectionString);
}
