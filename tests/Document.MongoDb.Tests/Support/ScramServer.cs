using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Support;

/// <summary>The server's side of SCRAM, for one user; by another way than the client's code.</summary>
internal sealed class ScramServer(string mechanism, string password, bool knowsThePassword = true, bool skipsTheEmptyExchange = true)
{
    private static readonly byte[] Salt = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    private string _first = "";
    private string _challenge = "";

    public Reply Answer(Request request)
    {
        switch (request.Name)
        {
            case "saslStart" when (string?)request.Body["mechanism"] != mechanism:
                return Reply.Error(18, "AuthenticationFailed", "Authentication failed.");
            case "saslStart":
                _first = Payload(request)[3..];
                _challenge = $"r={_first[(_first.IndexOf("r=", StringComparison.Ordinal) + 2)..]}server,s={Convert.ToBase64String(Salt)},i=4096";
                return Answer(_challenge, done: false);
            case "saslContinue" when Payload(request).Length == 0:
                return Answer("", done: true);
            case "saslContinue":
                return Final(Payload(request));
            default:
                return Reply.Ok();
        }
    }

    private Reply Final(string final)
    {
        var withoutProof = final[..final.LastIndexOf(",p=", StringComparison.Ordinal)];
        var message = Encoding.UTF8.GetBytes($"{_first},{_challenge},{withoutProof}");
        var algorithm = mechanism == "SCRAM-SHA-1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, Salt, 4096, algorithm, mechanism == "SCRAM-SHA-1" ? 20 : 32);
        var clientKey = CryptographicOperations.HmacData(algorithm, salted, "Client Key"u8);
        var stored = CryptographicOperations.HashData(algorithm, clientKey);
        var proof = Convert.FromBase64String(final[(withoutProof.Length + 3)..]);
        var signature = CryptographicOperations.HmacData(algorithm, stored, message);
        var shown = CryptographicOperations.HashData(algorithm, [.. proof.Zip(signature, static (a, b) => (byte)(a ^ b))]);
        if (!shown.SequenceEqual(stored) && knowsThePassword)
        {
            return Reply.Error(18, "AuthenticationFailed", "Authentication failed.");
        }

        var serverKey = CryptographicOperations.HmacData(algorithm, salted, "Server Key"u8);
        var answer = CryptographicOperations.HmacData(algorithm, serverKey, message);
        return Answer($"v={Convert.ToBase64String(knowsThePassword ? answer : new byte[answer.Length])}", done: skipsTheEmptyExchange);
    }

    private static string Payload(Request request) => Encoding.UTF8.GetString(Convert.FromBase64String((string)request.Body["payload"]!["$binary"]!["base64"]!));

    private static Reply Answer(string text, bool done) => Reply.Of(new JObject(
        new JProperty("conversationId", new JValue((object)1)),
        new JProperty("done", done),
        new JProperty("payload", new JObject(new JProperty("$binary", new JObject(
            new JProperty("base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(text))), new JProperty("subType", "00"))))),
        new JProperty("ok", 1.0)));
}
