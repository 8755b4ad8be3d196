using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Tests.Support;

namespace DocMigrate.Document.MongoDb.Tests.Transport;

public sealed class TlsTests : IDisposable
{
    private readonly Certificates _certificates = new();

    private string AuthorityOption => $"tlsCAFile={Uri.EscapeDataString(_certificates.AuthorityFile)}";

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_certificate_of_the_named_authority_for_the_host_is_trusted()
    {
        using var certificate = _certificates.ForServer("127.0.0.1");
        await using var server = new LoopbackServer(certificate);
        await using var transport = Commands.Open($"{server.Uri}&{AuthorityOption}");

        for (var i = 0; i < 10; i++)
        {
            await transport.RunAsync("""{"ping":1}""");
        }

        Assert.Single(server.Requests.Select(static request => request.Connection).Distinct());
    }

    [Fact]
    public async Task Another_authority_is_refused_at_once()
    {
        using var others = new Certificates();
        using var certificate = others.ForServer("127.0.0.1");
        await using var server = new LoopbackServer(certificate);
        await using var transport = Commands.Open($"mongodb://bob:hunter2@{server.Address}/?serverSelectionTimeoutMS=60000&{AuthorityOption}");

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6211", error.Code.Value);
        Assert.Contains("is not trusted", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Handshakes);
    }

    [Fact]
    public async Task The_authorities_of_the_machine_do_not_count_our_own_in()
    {
        using var certificate = _certificates.ForServer("127.0.0.1");
        await using var server = new LoopbackServer(certificate);
        await using var transport = Commands.Open($"{server.Uri}&tls=true");

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6211", error.Code.Value);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_at_once()
    {
        using var certificate = _certificates.ForServer("other.example");
        await using var server = new LoopbackServer(certificate);
        await using var transport = Commands.Open($"mongodb://{server.Address}/?serverSelectionTimeoutMS=60000&{AuthorityOption}");

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6211", error.Code.Value);
        Assert.Contains("is not for the host '127.0.0.1'", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Handshakes);
    }

    [Theory]
    [InlineData("tlsAllowInvalidHostnames=true", "DM6211")]
    [InlineData("tlsAllowInvalidCertificates=true", null)]
    [InlineData("tlsInsecure=true", null)]
    public async Task The_checks_can_be_switched_off_one_by_one(string option, string? code)
    {
        using var others = new Certificates();
        using var certificate = others.ForServer("other.example");
        await using var server = new LoopbackServer(certificate);
        await using var transport = Commands.Open($"{server.Uri}&{AuthorityOption}&{option}");

        var error = await Record.ExceptionAsync(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal(code, (error as MongoConnectionException)?.Code.Value);
        Assert.Equal(code is null, error is null);
    }

    [Fact]
    public async Task A_server_without_TLS_is_said_so()
    {
        await using var server = new LoopbackServer { Answer = static _ => Reply.Close };
        await using var transport = Commands.Open($"mongodb://{server.Address}/?serverSelectionTimeoutMS=2000&connectTimeoutMS=500&{AuthorityOption}");

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Contains(error.Code.Value, (string[])["DM6211", "DM6210"]);
    }

    [Fact]
    public async Task A_client_certificate_is_shown_to_a_server_that_wants_one()
    {
        using var certificate = _certificates.ForServer("127.0.0.1");
        await using var server = new LoopbackServer(certificate, wantsClientCertificate: true);
        await using var without = Commands.Open($"mongodb://{server.Address}/?serverSelectionTimeoutMS=2000&{AuthorityOption}");
        await using var with = Commands.Open($"{server.Uri}&{AuthorityOption}&tlsCertificateKeyFile={Uri.EscapeDataString(_certificates.ClientFile())}");

        await with.RunAsync("""{"ping":1}""");
        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => without.RunAsync("""{"ping":1}"""));

        Assert.Contains(error.Code.Value, (string[])["DM6211", "DM6210"]);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_client_certificate_can_be_the_user()
    {
        using var certificate = _certificates.ForServer("127.0.0.1");
        await using var server = new LoopbackServer(certificate, wantsClientCertificate: true);
        await using var transport = Commands.Open(
            $"{server.Uri}&{AuthorityOption}&tlsCertificateKeyFile={Uri.EscapeDataString(_certificates.ClientFile())}&authMechanism=MONGODB-X509");

        await transport.RunAsync("""{"ping":1}""");

        Assert.Equal(["authenticate", "ping"], server.Requests.Select(static request => request.Name));
        Assert.Equal(("MONGODB-X509", "$external"), ((string?)server.Requests.First().Body["mechanism"], (string?)server.Requests.First().Body["$db"]));
    }
}
