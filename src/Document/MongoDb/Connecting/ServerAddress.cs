using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DocMigrate.Document.MongoDb.Connecting;

/// <summary>Where a server listens.</summary>
/// <param name="Host">A name in lower case, an IP address without brackets, or the path of a Unix domain socket.</param>
/// <param name="Port">1 to 65535; 0 for a Unix domain socket.</param>
public sealed record ServerAddress(string Host, int Port)
{
    /// <summary>Where a server listens if nobody says otherwise.</summary>
    public const int DefaultPort = 27017;

    /// <summary>Whether it is a Unix domain socket.</summary>
    public bool IsUnixSocket => Port == 0;

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[address]:port</c>, as servers state the addresses of their replica set.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static ServerAddress Parse(string text) => TryParse(text) ?? throw new FormatException("The text is no address of a server.");

    /// <inheritdoc/>
    public override string ToString() => IsUnixSocket ? Host
        : Host.Contains(':', StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    internal static ServerAddress? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var port = DefaultPort;
        string host;
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || !IPAddress.TryParse(text[1..end], out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            {
                return null;
            }

            host = text[1..end];
            if (end + 1 < text.Length && (text[end + 1] != ':' || !TryParsePort(text[(end + 2)..], out port)))
            {
                return null;
            }
        }
        else
        {
            var colon = text.LastIndexOf(':');
            host = colon < 0 ? text : text[..colon];
            if (host.Length == 0 || host.Contains(':', StringComparison.Ordinal) || (colon >= 0 && !TryParsePort(text[(colon + 1)..], out port)))
            {
                return null;
            }
        }

        return new ServerAddress(host.ToLowerInvariant(), port);
    }

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
}
