using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DocMigrate.Document.MongoDb.Authentication;

/// <summary>The client's side of SCRAM (RFC 5802, RFC 7677): proves that it knows the password, and has the server prove the same.</summary>
/// <param name="algorithm">SHA-1 or SHA-256.</param>
/// <param name="username">The user, as it is.</param>
/// <param name="password">The password in the form that the mechanism hashes.</param>
/// <param name="nonce">Printable characters without a comma that were never used before.</param>
internal sealed class ScramConversation(HashAlgorithmName algorithm, string username, string password, string nonce)
{
    private const int LeastIterations = 4096;

    /// <summary>Two hundred times the default of servers. A hostile one could ask for more only to keep this client busy.</summary>
    private const int MostIterations = 3_000_000;

    private readonly string _firstBare = $"n={username.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal)},r={nonce}";
    private byte[]? _serverSignature;

    /// <summary>A nonce of 24 random bytes, as SCRAM asks for.</summary>
    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));

    /// <summary>For MongoDB's SCRAM-SHA-1 the password is the hash that its first mechanism had stored. The server dictates MD5 here.</summary>
    public static string LegacyPassword(string username, string password)
    {
        var bytes = Encoding.UTF8.GetBytes($"{username}:mongo:{password}");
        return Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes));
    }

    public string First() => "n,," + _firstBare;

    /// <summary>The proof, for the server's first message.</summary>
    /// <exception cref="FormatException">The message is none, or asks for what must be refused.</exception>
    public string Final(string serverFirst)
    {
        var parts = Parts(serverFirst);
        var serverNonce = parts.GetValueOrDefault('r') ?? "";
        if (!serverNonce.StartsWith(nonce, StringComparison.Ordinal) || serverNonce.Length == nonce.Length)
        {
            throw new FormatException("the server's nonce does not continue the client's");
        }

        if (!int.TryParse(parts.GetValueOrDefault('i'), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < LeastIterations or > MostIterations)
        {
            throw new FormatException($"the server asks for a number of iterations that is not from {LeastIterations} to {MostIterations}");
        }

        var salt = Convert.FromBase64String(parts.GetValueOrDefault('s') ?? throw new FormatException("the server sends no salt"));
        var withoutProof = $"c=biws,r={serverNonce}";
        var message = Encoding.UTF8.GetBytes($"{_firstBare},{serverFirst},{withoutProof}");
        var size = algorithm == HashAlgorithmName.SHA1 ? 20 : 32;
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, algorithm, size);
        var clientKey = Mac(salted, "Client Key"u8);
        var signature = Mac(CryptographicOperations.HashData(algorithm, clientKey), message);
        _serverSignature = Mac(Mac(salted, "Server Key"u8), message);
        var proof = clientKey.Zip(signature, static (key, sign) => (byte)(key ^ sign)).ToArray();
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }

    /// <summary>Whether the server knows the password too, by its final message.</summary>
    public bool Proves(string serverFinal)
    {
        var signature = new byte[64];
        return _serverSignature is not null
            && Parts(serverFinal).GetValueOrDefault('v') is { } text
            && Convert.TryFromBase64String(text, signature, out var length)
            && CryptographicOperations.FixedTimeEquals(_serverSignature, signature.AsSpan(0, length));
    }

    private static Dictionary<char, string> Parts(string message)
    {
        var parts = new Dictionary<char, string>();
        foreach (var part in message.Split(','))
        {
            if (part.Length < 2 || part[1] != '=' || !parts.TryAdd(part[0], part[2..]))
            {
                throw new FormatException("the server's message is none of SCRAM");
            }
        }

        return parts;
    }

    private byte[] Mac(byte[] key, ReadOnlySpan<byte> message) => CryptographicOperations.HmacData(algorithm, key, message);
}
