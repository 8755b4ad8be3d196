namespace DocMigrate.Document.MongoDb.Connecting;

/// <summary>What each mechanism of authentication needs and excludes, by the authentication specification.</summary>
internal static class CredentialRules
{
    private const string External = "$external";
    private static readonly string[] Canonicalizations = ["none", "forward", "forwardAndReverse", "true", "false"];
    private static readonly string[] OidcProperties = ["ENVIRONMENT", "TOKEN_RESOURCE"];

    /// <summary>The credential that a connection string states; null when it states none.</summary>
    /// <exception cref="FormatException">User, password, source or properties do not fit the mechanism.</exception>
    public static MongoCredential? Read(bool hasUserInfo, string? username, string? password, string? database, UriOptions options)
    {
        var mechanism = options.Text("authMechanism");
        if (!hasUserInfo && mechanism is null)
        {
            return null;
        }

        if (hasUserInfo && string.IsNullOrEmpty(username))
        {
            throw new FormatException("there is no user name before the at-sign");
        }

        var source = options.Text("authSource") ?? mechanism switch
        {
            "GSSAPI" or "MONGODB-X509" or "MONGODB-AWS" or "MONGODB-OIDC" => External,
            "PLAIN" => database ?? External,
            _ => database ?? "admin",
        };
        var properties = new Dictionary<string, string>(options.Pairs("authMechanismProperties") ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        if (mechanism == "GSSAPI")
        {
            properties.TryAdd("SERVICE_NAME", "mongodb");
        }

        var credential = new MongoCredential(username, password, source, mechanism, properties);
        var ignored = options.Names("authMechanismProperties") && options.Pairs("authMechanismProperties") is null;
        return (ignored ? null : Fault(credential)) is { } fault ? throw new FormatException($"with authMechanism={mechanism}, {fault}") : credential;
    }

    private static string? Fault(MongoCredential credential) => credential.Mechanism switch
    {
        null => null,
        "GSSAPI" => NoUser(credential) ?? NotExternal(credential)
            ?? (credential.Properties.TryGetValue("CANONICALIZE_HOST_NAME", out var name) && !Canonicalizations.Contains(name) ? "CANONICALIZE_HOST_NAME is none of its values" : null),
        "MONGODB-X509" => NotExternal(credential) ?? (credential.Password is not null ? "there must be no password" : null),
        "MONGODB-AWS" => NotExternal(credential)
            ?? ((credential.Username is null) != (credential.Password is null) ? "user and password need each other" : null)
            ?? (credential.Username is null && credential.Properties.ContainsKey("AWS_SESSION_TOKEN") ? "AWS_SESSION_TOKEN needs a user and a password" : null),
        "MONGODB-OIDC" => NotExternal(credential) ?? Oidc(credential),
        _ => NoUser(credential),
    };

    private static string? Oidc(MongoCredential credential)
    {
        if (credential.Password is not null)
        {
            return "there must be no password";
        }

        if (credential.Properties.Keys.Except(OidcProperties).Any())
        {
            return "there is a property that it does not have";
        }

        var needsResource = credential.Properties.GetValueOrDefault("ENVIRONMENT") is "azure" or "gcp";
        return credential.Properties.GetValueOrDefault("ENVIRONMENT") switch
        {
            "azure" or "gcp" or "k8s" or "test" when needsResource && !credential.Properties.ContainsKey("TOKEN_RESOURCE") => "TOKEN_RESOURCE is missing",
            "gcp" or "k8s" or "test" when credential.Username is not null => "there must be no user",
            "azure" or "gcp" or "k8s" or "test" => null,
            _ => "ENVIRONMENT must be azure, gcp or k8s",
        };
    }

    private static string? NoUser(MongoCredential credential) => credential.Username is null ? "there must be a user" : null;

    private static string? NotExternal(MongoCredential credential) => credential.Source == External ? null : $"authSource must be {External}";
}
