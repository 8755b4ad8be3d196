using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Wire;

/// <summary>How TLS is spoken: what is trusted, what is shown. Files are read once.</summary>
internal sealed class TlsSettings
{
    private readonly bool _anyCertificate;
    private readonly bool _anyHost;
    private readonly bool _checksRevocation;
    private readonly X509Certificate2Collection? _authorities;
    private readonly X509Certificate2? _client;

    /// <exception cref="ConfigurationException">A file can't be read (DM6206).</exception>
    public TlsSettings(ConnectionString connection)
    {
        _anyCertificate = connection.AllowsInvalidCertificates;
        _anyHost = connection.AllowsInvalidHostnames;
        _checksRevocation = connection.ChecksRevocation;
        _authorities = connection.TlsCaFile is { } file ? Read("tlsCAFile", file, Authorities) : null;
        _client = connection.TlsCertificateKeyFile is { } keyFile ? Read("tlsCertificateKeyFile", keyFile, path => ClientCertificate(path, connection.TlsCertificateKeyFilePassword)) : null;
    }

    /// <summary>What the runtime needs for one connection.</summary>
    /// <param name="host">The name that the server's certificate must have.</param>
    /// <param name="refused">Gets the reason if the certificate is refused.</param>
    public SslClientAuthenticationOptions For(string host, Action<string> refused)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = _checksRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,

            // As drivers do: an authority that can't be asked is no reason to stop, one that says "revoked" is.
            VerificationFlags = X509VerificationFlags.IgnoreEndRevocationUnknown | X509VerificationFlags.IgnoreCertificateAuthorityRevocationUnknown
                | X509VerificationFlags.IgnoreRootRevocationUnknown,
            UrlRetrievalTimeout = TimeSpan.FromSeconds(5),
        };
        if (_authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_authorities);
        }

        return new SslClientAuthenticationOptions
        {
            TargetHost = host,
            CertificateChainPolicy = policy,
            ClientCertificates = _client is null ? null : [_client],
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accepts(host, certificate, chain, errors, refused),
        };
    }

    private bool Accepts(string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, Action<string> refused)
    {
        var counted = errors & ~((_anyCertificate ? SslPolicyErrors.RemoteCertificateChainErrors : 0) | (_anyHost || _anyCertificate ? SslPolicyErrors.RemoteCertificateNameMismatch : 0));
        if (counted == SslPolicyErrors.None)
        {
            return true;
        }

        var reasons = (chain?.ChainStatus ?? []).Where(_ => counted.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)).Select(static status => status.StatusInformation.Trim().TrimEnd('.'));
        refused(counted.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "the server shows no certificate"
            : counted.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"the server's certificate ({certificate?.Subject}) is not for the host '{host}'"
            : $"the server's certificate ({certificate?.Subject}) is not trusted: {string.Join("; ", reasons)}");
        return false;
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("It has no certificate in PEM");
    }

    private static X509Certificate2 ClientCertificate(string file, string? password)
    {
        using var pem = password is null ? X509Certificate2.CreateFromPemFile(file) : X509Certificate2.CreateFromEncryptedPemFile(file, password);

        // Windows speaks TLS only with keys that are in a store, which those out of PEM are not.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }

    private static T Read<T>(string option, string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ConfigurationException(
                MongoErrors.CertificateFile,
                $"The file '{file}' of the option {option} can't be used: {error.Message.TrimEnd('.')}.",
                "Name a readable file in PEM: certificates for tlsCAFile; a certificate with its private key for tlsCertificateKeyFile, and its password, if it has one, with tlsCertificateKeyFilePassword.",
                error);
        }
    }
}
