using System.Globalization;

namespace DocMigrate.Document.MongoDb.Connecting;

/// <summary>An option that the specification of URI options knows.</summary>
/// <param name="Name">Its name as the specification writes it.</param>
/// <param name="Kind">What values it has.</param>
/// <param name="Min">The least number.</param>
/// <param name="Max">The greatest number.</param>
/// <param name="Choices">The only values, or null.</param>
internal sealed record UriOption(string Name, UriOptionKind Kind, int Min = 0, int Max = int.MaxValue, string[]? Choices = null)
{
    /// <summary>All of them, by name in any case.</summary>
    public static IReadOnlyDictionary<string, UriOption> All { get; } = new[]
    {
        new UriOption("appname", UriOptionKind.Text),
        new UriOption("authMechanism", UriOptionKind.Text, Choices: ["SCRAM-SHA-1", "SCRAM-SHA-256", "MONGODB-X509", "MONGODB-CR", "GSSAPI", "PLAIN", "MONGODB-AWS", "MONGODB-OIDC"]),
        new UriOption("authMechanismProperties", UriOptionKind.Pairs),
        new UriOption("authSource", UriOptionKind.Text),
        new UriOption("compressors", UriOptionKind.List),
        new UriOption("connectTimeoutMS", UriOptionKind.Number),
        new UriOption("directConnection", UriOptionKind.Flag),
        new UriOption("enableOverloadRetargeting", UriOptionKind.Flag),
        new UriOption("heartbeatFrequencyMS", UriOptionKind.Number, Min: 500),
        new UriOption("journal", UriOptionKind.Flag),
        new UriOption("loadBalanced", UriOptionKind.Flag),
        new UriOption("localThresholdMS", UriOptionKind.Number),
        new UriOption("maxAdaptiveRetries", UriOptionKind.Number),
        new UriOption("maxConnecting", UriOptionKind.Number, Min: 1),
        new UriOption("maxIdleTimeMS", UriOptionKind.Number),
        new UriOption("maxPoolSize", UriOptionKind.Number),
        new UriOption("maxStalenessSeconds", UriOptionKind.Number, Min: -1),
        new UriOption("minPoolSize", UriOptionKind.Number),
        new UriOption("proxyHost", UriOptionKind.Text),
        new UriOption("proxyPassword", UriOptionKind.Text),
        new UriOption("proxyPort", UriOptionKind.Number, Min: 1, Max: 65535),
        new UriOption("proxyUsername", UriOptionKind.Text),
        new UriOption("readConcernLevel", UriOptionKind.Text),
        new UriOption("readPreference", UriOptionKind.Text, Choices: ["primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest"]),
        new UriOption("readPreferenceTags", UriOptionKind.TagSets),
        new UriOption("replicaSet", UriOptionKind.Text),
        new UriOption("retryReads", UriOptionKind.Flag),
        new UriOption("retryWrites", UriOptionKind.Flag),
        new UriOption("serverMonitoringMode", UriOptionKind.Text, Choices: ["auto", "stream", "poll"]),
        new UriOption("serverSelectionTimeoutMS", UriOptionKind.Number),
        new UriOption("serverSelectionTryOnce", UriOptionKind.Flag),
        new UriOption("socketTimeoutMS", UriOptionKind.Number),
        new UriOption("srvMaxHosts", UriOptionKind.Number),
        new UriOption("srvServiceName", UriOptionKind.Text),
        new UriOption("timeoutMS", UriOptionKind.Number),
        new UriOption("tls", UriOptionKind.Flag),
        new UriOption("tlsAllowInvalidCertificates", UriOptionKind.Flag),
        new UriOption("tlsAllowInvalidHostnames", UriOptionKind.Flag),
        new UriOption("tlsCAFile", UriOptionKind.Text),
        new UriOption("tlsCertificateKeyFile", UriOptionKind.Text),
        new UriOption("tlsCertificateKeyFilePassword", UriOptionKind.Text),
        new UriOption("tlsDisableCertificateRevocationCheck", UriOptionKind.Flag),
        new UriOption("tlsDisableOCSPEndpointCheck", UriOptionKind.Flag),
        new UriOption("tlsInsecure", UriOptionKind.Flag),
        new UriOption("w", UriOptionKind.NumberOrText),
        new UriOption("wTimeoutMS", UriOptionKind.Number),
        new UriOption("zlibCompressionLevel", UriOptionKind.Number, Min: -1, Max: 9),
    }.ToDictionary(static option => option.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The value of a decoded text; null when it is none of this option's.</summary>
    public object? Read(string text) => Kind switch
    {
        UriOptionKind.Flag => text switch { "true" => true, "false" => false, _ => null },
        UriOptionKind.Number => Number(text) is { } number && number >= Min && number <= Max ? number : null,
        UriOptionKind.NumberOrText => Number(text) is { } number ? number >= Min ? number : null : text,
        UriOptionKind.List => text.Split(','),
        UriOptionKind.Pairs => Pairs(text),
        UriOptionKind.TagSets => text.Length == 0 ? new Dictionary<string, string>() : Pairs(text),
        _ => Choices is null || Choices.Contains(text, StringComparer.Ordinal) ? text : null,
    };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Dictionary<string, string>? Pairs(string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(','))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
            {
                return null;
            }

            pairs[part[..colon]] = part[(colon + 1)..];
        }

        return pairs;
    }
}
