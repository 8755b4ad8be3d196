using DocMigrate.Document.MongoDb.Authentication;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Tests.Support;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Transport;

public sealed class AuthenticationTests
{
    [Theory]
    [InlineData("SCRAM-SHA-256", "", true)]
    [InlineData("SCRAM-SHA-256", "&authMechanism=SCRAM-SHA-256", false)]
    [InlineData("SCRAM-SHA-1", "", true)]
    [InlineData("SCRAM-SHA-1", "&authMechanism=SCRAM-SHA-1", false)]
    public async Task A_user_is_let_in(string mechanism, string option, bool skipsTheEmptyExchange)
    {
        await using var server = Server(mechanism, new ScramServer(mechanism, Stored(mechanism, "p@ss"), skipsTheEmptyExchange: skipsTheEmptyExchange));
        await using var transport = Commands.Open($"mongodb://bob:p%40ss@{server.Address}/shop?serverSelectionTimeoutMS=30000{option}");

        await transport.RunAsync("""{"ping":1}""");

        Assert.Equal("ping", server.Requests.Last().Name);
        Assert.All(server.Requests, static request => Assert.Equal("shop", (string?)request.Body["$db"]));
    }

    [Fact]
    public async Task A_password_beyond_ASCII_is_prepared_first()
    {
        await using var server = Server("SCRAM-SHA-256", new ScramServer("SCRAM-SHA-256", "IX é"));
        await using var transport = Commands.Open($"mongodb://bob:{Uri.EscapeDataString("\u2168\u00ADa\u00A0e\u0301".Replace("a", "", StringComparison.Ordinal))}@{server.Address}/?serverSelectionTimeoutMS=30000");

        await transport.RunAsync("""{"ping":1}""");

        Assert.Equal("ping", server.Requests.Last().Name);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-1")]
    public async Task A_wrong_password_is_an_error_that_does_not_show_it(string mechanism)
    {
        await using var server = Server(mechanism, new ScramServer(mechanism, Stored(mechanism, "right")));
        await using var transport = Commands.Open($"mongodb://bob:hunter2@{server.Address}/?serverSelectionTimeoutMS=30000");

        var error = await Assert.ThrowsAsync<MongoAuthenticationException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6212", error.Code.Value);
        Assert.Contains("user 'bob' of 'admin'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString() + error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_password_gets_no_command()
    {
        await using var server = Server("SCRAM-SHA-256", new ScramServer("SCRAM-SHA-256", "any", knowsThePassword: false));
        await using var transport = Commands.Open($"mongodb://bob:hunter2@{server.Address}/?serverSelectionTimeoutMS=30000");

        var error = await Assert.ThrowsAsync<MongoAuthenticationException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6212", error.Code.Value);
        Assert.DoesNotContain(server.Requests, static request => request.Name == "ping");
    }

    [Fact]
    public async Task A_user_without_a_password_is_said_so()
    {
        await using var server = Server("SCRAM-SHA-256", new ScramServer("SCRAM-SHA-256", "any"));
        await using var transport = Commands.Open($"mongodb://bob@{server.Address}/?serverSelectionTimeoutMS=30000");

        var error = await Assert.ThrowsAsync<MongoAuthenticationException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Contains("there is no password", error.Message, StringComparison.Ordinal);
    }

    private static string Stored(string mechanism, string password) => mechanism == "SCRAM-SHA-1" ? ScramConversation.LegacyPassword("bob", password) : password;

    private static LoopbackServer Server(string mechanism, ScramServer scram) => new()
    {
        Hello = () => new JObject(
            new JProperty("isWritablePrimary", true), new JProperty("maxWireVersion", 21), new JProperty("saslSupportedMechs", new JArray(mechanism)), new JProperty("ok", 1.0)),
        Answer = scram.Answer,
    };
}
