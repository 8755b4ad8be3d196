using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.MongoHost;

namespace DocMigrate.Document.MongoDb.Tests.Servers;

/// <summary>With users and TLS: what lets in, and what keeps out.</summary>
public sealed class SecuredReplicaSetTests(SecuredReplicaSetTests.Server server) : TransactionalServerSuite(server), IClassFixture<SecuredReplicaSetTests.Server>
{
    private static readonly string Password = Uri.EscapeDataString("IX IX");

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-1")]
    public async Task A_wrong_password_keeps_out(string mechanism)
    {
        await using var transport = Transports.Open(With(Fixture.Uri, "ann:hunter2@", $"&authMechanism={mechanism}", server.Certificates));

        var error = await Assert.ThrowsAsync<MongoAuthenticationException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6212", error.Code.Value);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_authority_keeps_out()
    {
        using var others = new Certificates();
        await using var transport = Transports.Open(With(Fixture.Uri, $"ann:{Password}@", "", others));

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6211", error.Code.Value);
    }

    [Fact]
    public async Task Nobody_in_particular_may_do_nothing()
    {
        await using var transport = Transports.Open(With(Fixture.Uri, "", "", server.Certificates));

        var error = await Assert.ThrowsAsync<MongoCommandException>(() => transport.RunAsync("""{"find":"orders"}"""));

        Assert.Equal(("DM6220", 13, "Unauthorized"), (error.Code.Value, error.ServerCode, error.ServerCodeName));
    }

    private static string With(string uri, string user, string more, Certificates trusted)
    {
        var hosts = uri["mongodb://".Length..uri.IndexOf('/', "mongodb://".Length)];
        var set = uri[(uri.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').First(static option => option.StartsWith("replicaSet=", StringComparison.Ordinal));
        return $"mongodb://{user}{hosts[(hosts.LastIndexOf('@') + 1)..]}/?{set}&tls=true&serverSelectionTimeoutMS=10000&tlsCAFile={Uri.EscapeDataString(trusted.AuthorityFile)}{more}";
    }

    public sealed class Server : ServerFixture
    {
        private const string Users = """[{"user":"ann","password":"I\u00adX \u2168","database":"admin"}]""";

        internal Certificates Certificates { get; } = new();

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Certificates.Dispose();
        }

        internal override Task<TestServer?> StartAsync(CancellationToken cancellationToken)
        {
            using var certificate = Certificates.ForServer("127.0.0.1");
            var (certificateFile, keyFile) = (Path.Combine(Certificates.Folder, "server.pem"), Path.Combine(Certificates.Folder, "server.key"));
            File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
            File.WriteAllText(keyFile, Certificates.KeyOf(certificate));
            return TestServer.StandInAsync(["--topology", "replicaset", "--nodes", "2", "--auth", "--tls-cert", certificateFile, "--tls-key", keyFile], Users, cancellationToken);
        }

        protected override string ConnectionStringOf(string uri) => With(uri, $"ann:{Password}@", "", Certificates);
    }
}
