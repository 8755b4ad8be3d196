namespace DocMigrate.Document.MongoDb.Connecting;

/// <summary>The options of a connection string that could be read, and warnings about those that could not. Values never appear in warnings.</summary>
internal sealed class UriOptions
{
    private static readonly string[] TlsOptions = ["tlsInsecure", "tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames", "tlsDisableCertificateRevocationCheck", "tlsDisableOCSPEndpointCheck"];

    private readonly Dictionary<string, object> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _warnings = [];

    /// <summary>Reads <c>name=value&amp;name=value</c>.</summary>
    /// <exception cref="FormatException">It can't be read, or options contradict each other. The message quotes no values.</exception>
    public static UriOptions Parse(string query)
    {
        var options = new UriOptions();
        var pairs = query.Length == 0 ? [] : query.Split('&');

        // With an unescaped '?' in it, a password is taken for options: no unknown name is quoted when that may have happened.
        var quotable = !query.Contains('@', StringComparison.Ordinal);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new FormatException("an option is not written name=value");
            }

            options.Add(pair[..equals], PercentEncoding.Decode(pair[(equals + 1)..]), quotable);
        }

        options.Check();
        return options;
    }

    public IReadOnlyDictionary<string, object> Values => _values;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Whether the option was there, even if its value could not be read.</summary>
    public bool Names(string name) => _named.Contains(name);

    public string? Text(string name) => _values.GetValueOrDefault(name) as string;

    public bool? Flag(string name) => _values.GetValueOrDefault(name) as bool?;

    public int? Number(string name) => _values.GetValueOrDefault(name) as int?;

    public IReadOnlyDictionary<string, string>? Pairs(string name) => _values.GetValueOrDefault(name) as IReadOnlyDictionary<string, string>;

    private void Add(string name, string text, bool quotable)
    {
        var current = name.ToLowerInvariant() switch { "ssl" => "tls", "wtimeout" => "wTimeoutMS", _ => name };
        if (!UriOption.All.TryGetValue(current, out var option))
        {
            _warnings.Add(quotable ? $"The connection string has the unknown option '{name}'; it is ignored." : "The connection string has an unknown option; it is ignored.");
            return;
        }

        var repeated = !_named.Add(option.Name);
        if (option.Name == "authSource" && text.Length == 0)
        {
            throw new FormatException("the option 'authSource' is empty");
        }

        var deprecated = !option.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && option.Name == "wTimeoutMS";
        if (deprecated)
        {
            _warnings.Add("The option 'wtimeout' is deprecated: write 'wTimeoutMS'.");
            if (_values.ContainsKey(option.Name))
            {
                return;
            }
        }

        var value = text.Length == 0 && option.Kind != UriOptionKind.TagSets ? null : option.Read(text);
        if (value is null)
        {
            _warnings.Add($"The option '{option.Name}' has a value that it can't have; it is ignored.");
        }
        else if (option.Kind == UriOptionKind.TagSets)
        {
            _values[option.Name] = _values.GetValueOrDefault(option.Name) is List<IReadOnlyDictionary<string, string>> sets
                ? [.. sets, (Dictionary<string, string>)value]
                : new List<IReadOnlyDictionary<string, string>> { (Dictionary<string, string>)value };
        }
        else
        {
            Repeat(option, value, repeated, deprecated);
            _values[option.Name] = value;
        }
    }

    private void Repeat(UriOption option, object value, bool repeated, bool deprecated)
    {
        if (!repeated)
        {
            return;
        }

        if (option.Name == "tls" && !value.Equals(_values.GetValueOrDefault("tls")))
        {
            throw new FormatException("the options 'tls' and 'ssl' contradict each other");
        }

        if (option.Name.StartsWith("proxy", StringComparison.Ordinal))
        {
            throw new FormatException($"the option '{option.Name}' is there twice");
        }

        if (option.Name != "tls" && !deprecated)
        {
            _warnings.Add($"The option '{option.Name}' is there more than once; the last one counts.");
        }
    }

    private void Check()
    {
        // Those after the first two exclude each other and the first two; tlsAllowInvalidHostnames excludes only tlsInsecure.
        for (var i = 0; i < TlsOptions.Length; i++)
        {
            foreach (var other in TlsOptions.Skip(i + 1).Where(other => Names(TlsOptions[i]) && Names(other)))
            {
                if (i == 0 || (TlsOptions[i] != "tlsAllowInvalidHostnames" && other != "tlsAllowInvalidHostnames"))
                {
                    throw new FormatException($"the options '{TlsOptions[i]}' and '{other}' exclude each other");
                }
            }
        }

        if (Flag("loadBalanced") == true && (Flag("directConnection") == true || Names("replicaSet")))
        {
            throw new FormatException("the option 'loadBalanced=true' excludes 'directConnection=true' and 'replicaSet'");
        }

        if (Number("srvMaxHosts") > 0 && (Names("replicaSet") || Flag("loadBalanced") == true))
        {
            throw new FormatException("the option 'srvMaxHosts' excludes 'replicaSet' and 'loadBalanced=true'");
        }

        if (!Names("proxyHost") && (Names("proxyPort") || Names("proxyUsername") || Names("proxyPassword")))
        {
            throw new FormatException("options of a proxy are there without 'proxyHost'");
        }

        if (Names("proxyUsername") != Names("proxyPassword"))
        {
            throw new FormatException("the options 'proxyUsername' and 'proxyPassword' need each other");
        }
    }
}
