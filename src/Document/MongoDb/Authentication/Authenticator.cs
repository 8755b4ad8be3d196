using System.Security.Cryptography;
using System.Text;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Wire;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Authentication;

/// <summary>Logs a connection in.</summary>
internal static class Authenticator
{
    public const string Sha256 = "SCRAM-SHA-256";
    public const string Sha1 = "SCRAM-SHA-1";
    public const string X509 = "MONGODB-X509";

    /// <param name="connection">A connection after its handshake.</param>
    /// <param name="credential">Who it is.</param>
    /// <param name="hello">What the server said at the handshake: the mechanisms that it has for the user among it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="MongoAuthenticationException">The server does not let the user in, or does not know the password itself.</exception>
    public static async Task RunAsync(MongoConnection connection, MongoCredential credential, RawDocument hello, CancellationToken cancellationToken)
    {
        var mechanism = credential.Mechanism ?? (hello["saslSupportedMechs"]?.AsArray?.Any(static name => name.AsString == Sha256) == true ? Sha256 : Sha1);
        try
        {
            await (mechanism == X509
                ? ShowCertificateAsync(connection, credential, cancellationToken)
                : ScramAsync(connection, credential, mechanism, cancellationToken));
        }
        catch (FormatException error)
        {
            throw new MongoAuthenticationException(connection.Address, credential, error.Message);
        }
    }

    private static async Task ShowCertificateAsync(MongoConnection connection, MongoCredential credential, CancellationToken cancellationToken)
    {
        var command = new JObject(new JProperty("authenticate", new JValue((object)1)), new JProperty("mechanism", X509));
        if (credential.Username is { } user)
        {
            command.Add("user", user);
        }

        Check(connection, credential, await connection.RunAsync(credential.Source, command, cancellationToken));
    }

    private static async Task ScramAsync(MongoConnection connection, MongoCredential credential, string mechanism, CancellationToken cancellationToken)
    {
        var user = credential.Username ?? throw new FormatException("there is no user name");
        var password = credential.Password ?? throw new FormatException("there is no password");
        var scram = mechanism == Sha256
            ? new ScramConversation(HashAlgorithmName.SHA256, user, Prepare(password), ScramConversation.NewNonce())
            : new ScramConversation(HashAlgorithmName.SHA1, user, ScramConversation.LegacyPassword(user, password), ScramConversation.NewNonce());

        var reply = await SendAsync(
            new JProperty("saslStart", new JValue((object)1)),
            new JProperty("mechanism", mechanism),
            Payload(scram.First()),
            new JProperty("options", new JObject(new JProperty("skipEmptyExchange", true))));
        var id = reply["conversationId"]?.Decode() ?? throw new FormatException("the server began no conversation");

        reply = await ContinueAsync(scram.Final(Text(reply)));
        if (!scram.Proves(Text(reply)))
        {
            throw new FormatException("the server did not prove that it knows the password: it may be another server than it says");
        }

        // A server that does not skip the empty exchange wants it; one that never ends is none.
        if (reply["done"]?.AsBoolean != true && (await ContinueAsync(""))["done"]?.AsBoolean != true)
        {
            throw new FormatException("the server does not end the conversation");
        }

        Task<RawDocument> ContinueAsync(string text) => SendAsync(new JProperty("saslContinue", new JValue((object)1)), new JProperty("conversationId", id.DeepClone()), Payload(text));

        async Task<RawDocument> SendAsync(params JProperty[] properties)
        {
            var answer = await connection.RunAsync(credential.Source, new JObject(properties), cancellationToken);
            Check(connection, credential, answer);
            return answer;
        }
    }

    private static string Prepare(string password)
    {
        try
        {
            return SaslPrep.Prepare(password);
        }
        catch (FormatException error)
        {
            throw new FormatException($"the password can't be used with {Sha256}: {error.Message}");
        }
    }

    private static JProperty Payload(string text) => new("payload", new JObject(new JProperty("$binary", new JObject(
        new JProperty("base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(text))), new JProperty("subType", "00")))));

    private static string Text(RawDocument reply) =>
        reply["payload"]?.AsBinary is { } payload ? Encoding.UTF8.GetString(payload.Span) : throw new FormatException("the server's message has no payload");

    private static void Check(MongoConnection connection, MongoCredential credential, RawDocument reply)
    {
        if (reply["ok"]?.AsBoolean != true)
        {
            throw new MongoAuthenticationException(
                connection.Address, credential, $"{reply["errmsg"]?.AsString?.TrimEnd('.') ?? "it gave no reason"}{(reply["code"]?.AsInt32 is { } code ? $" (error {code})" : "")}");
        }
    }
}
