using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Tests.Connecting;

public sealed class ConnectionStringTests
{
    [Fact]
    public void Reads_hosts_user_database_and_options()
    {
        var actual = ConnectionString.Parse("mongodb://bob:p%40ss@A.example,[::1]:27018,%2Frun%2Fdb.sock/shop?replicaSet=rs0&tls=true&connectTimeoutMS=500&authSource=admin");

        Assert.Equal(["a.example:27017", "[::1]:27018", "/run/db.sock"], actual.Hosts.Select(static host => host.ToString()));
        Assert.Equal(("bob", "p@ss", "admin", "shop"), (actual.Credential!.Username, actual.Credential.Password, actual.Credential.Source, actual.Database));
        Assert.Equal(("rs0", true, TimeSpan.FromMilliseconds(500)), (actual.ReplicaSet, actual.UsesTls, actual.ConnectTimeout));
        Assert.Empty(actual.Warnings);
    }

    [Theory]
    [InlineData("mongodb://bob:hunter2/x@host/db")]
    [InlineData("mongodb://bob:hunter2@x@host/db")]
    [InlineData("mongodb://bob:hunter2:x@host/db")]
    [InlineData("mongodb://bob:hunter2?x@host/db")]
    [InlineData("mongodb://bob:hunter2%@host/db")]
    [InlineData("mongodb://bob:hunter2@host:hunter2")]
    [InlineData("mongodb://bob:hunter2@host/?authMechanism=GSSAPI&authSource=hunter2")]
    [InlineData("hunter2")]
    public void No_error_quotes_the_connection_string(string text)
    {
        var error = Assert.Throws<ConfigurationException>(() => ConnectionString.Parse(text));

        Assert.DoesNotContain("hunter2", error.ToString() + error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mongodb://bob:hunter2@host/?retryWrites=hunter2&zzz=hunter2&authMechanismProperties=hunter2&tlsCertificateKeyFilePassword=hunter2")]
    [InlineData("mongodb://bob:1234/?hunter2=x@host")]
    public void No_text_and_no_warning_shows_a_password(string text)
    {
        var actual = ConnectionString.Parse(text);

        Assert.DoesNotContain("hunter2", $"{actual} {actual.Credential} {string.Join(' ', actual.Warnings)}", StringComparison.Ordinal);
        Assert.NotEmpty(actual.Warnings);
    }

    [Theory]
    [InlineData("mongodb://host", false)]
    [InlineData("mongodb://host/?tlsCAFile=ca.pem", true)]
    [InlineData("mongodb://host/?tlsCAFile=ca.pem&tls=false", false)]
    [InlineData("mongodb+srv://cluster.example.com", true)]
    public void TLS_is_used_when_it_is_asked_for(string text, bool expected)
    {
        Assert.Equal(expected, ConnectionString.Parse(text).UsesTls);
    }

    [Fact]
    public void Certificates_and_hosts_are_checked_unless_the_string_says_otherwise()
    {
        var standard = ConnectionString.Parse("mongodb://host/?tls=true");
        var insecure = ConnectionString.Parse("mongodb://host/?tls=true&tlsInsecure=true");

        Assert.Equal((false, false), (standard.AllowsInvalidCertificates, standard.AllowsInvalidHostnames));
        Assert.Equal((true, true), (insecure.AllowsInvalidCertificates, insecure.AllowsInvalidHostnames));
    }
}
