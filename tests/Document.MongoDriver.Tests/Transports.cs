using System.Security.Cryptography.X509Certificates;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.MongoDriver;
using MongoDB.Driver;

// The namespace that the linked suites look for it in.
namespace DocMigrate.Document.MongoDb.Tests.Support;

/// <summary>The transport that the suites of <c>Document.MongoDb.Tests/Servers</c> are about here: the official driver's.</summary>
internal static class Transports
{
    private const string Authority = "tlsCAFile=";

    public static IMongoTransport Open(string uri) => new MongoDriverTransport(new MongoClient(SettingsOf(uri)));

    /// <summary>The driver takes certificate authorities from the machine or from code, not from the connection string.</summary>
    public static MongoClientSettings SettingsOf(string uri)
    {
        var option = uri.Split('?', '&').FirstOrDefault(static option => option.StartsWith(Authority, StringComparison.Ordinal));
        var settings = MongoClientSettings.FromConnectionString(option is null ? uri : uri.Replace("&" + option, "", StringComparison.Ordinal));
        if (option is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(Uri.UnescapeDataString(option[Authority.Length..]));
            settings.SslSettings = new SslSettings
            {
                ServerCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    using var chain = new X509Chain { ChainPolicy = policy.Clone() };
                    return (errors & ~System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors) == 0 && chain.Build(new X509Certificate2(certificate!));
                },
            };
        }

        return settings;
    }
}
