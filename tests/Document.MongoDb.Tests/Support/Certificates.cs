using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DocMigrate.Document.MongoDb.Tests.Support;

/// <summary>An authority of the test's own, its certificates, and the files that connection strings name.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly X509Certificate2 _authority;

    public Certificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("docmigrate-tls").FullName;

    public string AuthorityFile => Path.Combine(Folder, "ca.pem");

    /// <summary>A server's certificate for a host name or address.</summary>
    public X509Certificate2 ForServer(string host)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (System.Net.IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        return Sign($"CN={host}", names.Build(), out _);
    }

    /// <summary>A client's certificate with its key, as a file.</summary>
    public string ClientFile()
    {
        using var certificate = Sign("CN=client", null, out var keyPem);
        var file = Path.Combine(Folder, "client.pem");
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + keyPem + "\n");
        return file;
    }

    /// <summary>The private key of a certificate in PEM.</summary>
    public string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private X509Certificate2 Sign(string subject, X509Extension? names, out string keyPem)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        keyPem = key.ExportPkcs8PrivateKeyPem();
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        using var signed = request.Create(_authority, _authority.NotBefore.AddDays(1), _authority.NotAfter.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }
}
