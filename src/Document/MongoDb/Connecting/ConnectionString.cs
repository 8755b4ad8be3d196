using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Connecting;

/// <summary>A MongoDB connection string, read by the specifications of connection strings and URI options.</summary>
/// <remarks>Immutable. Its text, and every message about it, shows hosts and option names at most, never a password nor a value.</remarks>
public sealed class ConnectionString
{
    private readonly UriOptions _options;

    internal ConnectionString(bool isSrv, IReadOnlyList<ServerAddress> hosts, MongoCredential? credential, string? database, UriOptions options)
    {
        IsSrv = isSrv;
        Hosts = hosts;
        Credential = credential;
        Database = database;
        _options = options;
    }

    /// <summary>Whether it is <c>mongodb+srv</c>, whose hosts are in the domain name system. Reading it looks nothing up; connecting with it is refused (DM6204).</summary>
    public bool IsSrv { get; }

    /// <summary>The servers to ask first; at least one. With <c>mongodb+srv</c> the name to look up.</summary>
    public IReadOnlyList<ServerAddress> Hosts { get; }

    /// <summary>Who connects; null for nobody in particular.</summary>
    public MongoCredential? Credential { get; }

    /// <summary>The database after the slash; null when there is none.</summary>
    public string? Database { get; }

    /// <summary>The options with a value that could be read, by name in any case: <c>bool</c>, <c>int</c>, <c>string</c>, an array of text, or pairs of text.</summary>
    public IReadOnlyDictionary<string, object> Options => _options.Values;

    /// <summary>What was ignored, in sentences without values. Empty when all was understood.</summary>
    public IReadOnlyList<string> Warnings => _options.Warnings;

    /// <summary>The name of the replica set, or null.</summary>
    public string? ReplicaSet => _options.Text("replicaSet");

    /// <summary>Whether the one host is to be used as it is, whatever it belongs to.</summary>
    public bool IsDirect => _options.Flag("directConnection") ?? false;

    /// <summary>Whether connections use TLS: as the option says, and by default if an option about certificates is there.</summary>
    public bool UsesTls => _options.Flag("tls") ?? (IsSrv || _options.Values.Keys.Any(static name => name.StartsWith("tls", StringComparison.OrdinalIgnoreCase)));

    /// <summary>How long to wait for a connection and its handshake; the default is 10 seconds. Infinite for 0.</summary>
    public TimeSpan ConnectTimeout => Time("connectTimeoutMS", 10_000);

    /// <summary>How long to wait for bytes of a reply; the default is infinite. Infinite for 0.</summary>
    public TimeSpan SocketTimeout => Time("socketTimeoutMS", 0);

    /// <summary>How long to look for a server that can do what is asked; the default is 30 seconds.</summary>
    public TimeSpan ServerSelectionTimeout => TimeSpan.FromMilliseconds(_options.Number("serverSelectionTimeoutMS") ?? 30_000);

    /// <summary>How often servers are looked at while nothing happens; the default is 10 seconds.</summary>
    public TimeSpan HeartbeatFrequency => TimeSpan.FromMilliseconds(_options.Number("heartbeatFrequencyMS") ?? 10_000);

    /// <summary>How many connections a server gets at most; the default is 100. No limit for 0.</summary>
    public int MaxPoolSize => _options.Number("maxPoolSize") ?? 100;

    /// <summary>How long a connection that nobody uses is kept; the default is infinite. Infinite for 0.</summary>
    public TimeSpan MaxIdleTime => Time("maxIdleTimeMS", 0);

    /// <summary>Whether writes are tried once more after an error that says so; the default is true.</summary>
    public bool RetryWrites => _options.Flag("retryWrites") ?? true;

    /// <summary>Whether reads are tried once more after an error of the network or of a changed primary; the default is true.</summary>
    public bool RetryReads => _options.Flag("retryReads") ?? true;

    /// <summary>The name of the application that the server's log shows; null for none.</summary>
    public string? ApplicationName => _options.Text("appname");

    /// <summary>The file of the certificate authorities that are trusted, in PEM; null for those of the machine.</summary>
    public string? TlsCaFile => _options.Text("tlsCAFile");

    /// <summary>The file of the client's certificate and key, in PEM; null for none.</summary>
    public string? TlsCertificateKeyFile => _options.Text("tlsCertificateKeyFile");

    /// <summary>Whether any certificate is taken. The default is false.</summary>
    public bool AllowsInvalidCertificates => _options.Flag("tlsAllowInvalidCertificates") ?? _options.Flag("tlsInsecure") ?? false;

    /// <summary>Whether a certificate of another host is taken. The default is false.</summary>
    public bool AllowsInvalidHostnames => _options.Flag("tlsAllowInvalidHostnames") ?? _options.Flag("tlsInsecure") ?? false;

    /// <summary>Whether it is asked at the certificate's authority if a certificate was revoked. The default is true.</summary>
    public bool ChecksRevocation => !(_options.Flag("tlsDisableCertificateRevocationCheck") ?? _options.Flag("tlsDisableOCSPEndpointCheck") ?? _options.Flag("tlsInsecure") ?? false);

    internal string? TlsCertificateKeyFilePassword => _options.Text("tlsCertificateKeyFilePassword");

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ConfigurationException">It can't be read, or its parts contradict each other (DM6203). The message quotes none of it.</exception>
    public static ConnectionString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return ConnectionStringParser.Parse(text);
        }
        catch (FormatException error)
        {
            // Without the cause: a message may never quote the text, which holds the password.
            throw new ConfigurationException(
                MongoErrors.InvalidConnectionString,
                $"The MongoDB connection string can't be read: {error.Message}.",
                "Write mongodb://user:password@host:27017/database?option=value, with the characters : / ? # [ ] @ % of user and password percent-encoded (@ is %40).");
        }
    }

    /// <summary>The scheme and the hosts, nothing else.</summary>
    public override string ToString() => $"{(IsSrv ? "mongodb+srv" : "mongodb")}://{string.Join(',', Hosts)}";

    private TimeSpan Time(string name, int standard) =>
        (_options.Number(name) ?? standard) is > 0 and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : Timeout.InfiniteTimeSpan;
}
