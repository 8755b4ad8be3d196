namespace DocMigrate.Document.MongoDb.Connecting;

/// <summary>Takes a connection string apart. Its errors quote nothing: with one character that is not escaped, any part may be a piece of the password.</summary>
internal static class ConnectionStringParser
{
    private const string Scheme = "mongodb://";
    private const string SrvScheme = "mongodb+srv://";

    /// <exception cref="FormatException">It can't be read.</exception>
    public static ConnectionString Parse(string text)
    {
        var isSrv = text.StartsWith(SrvScheme, StringComparison.Ordinal);
        if (!isSrv && !text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw new FormatException($"it does not begin with {Scheme}");
        }

        var rest = text[(isSrv ? SrvScheme : Scheme).Length..];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        var tail = end < 0 ? "" : rest[end..].TrimStart('/');
        if (end >= 0 && rest[end] == '/' && rest.AsSpan(end).StartsWith("//"))
        {
            throw new FormatException("there are two slashes after the hosts");
        }

        var question = tail.IndexOf('?', StringComparison.Ordinal);
        var database = Database(question < 0 ? tail : tail[..question]);
        var options = UriOptions.Parse(question < 0 ? "" : tail[(question + 1)..]);
        var at = authority.LastIndexOf('@');
        var (username, password) = at < 0 ? (null, null) : UserInfo(authority[..at]);
        var hosts = authority[(at + 1)..].Split(',').Select((host, index) => Host(host, index, isSrv)).ToList();
        Check(isSrv, hosts, options);
        return new ConnectionString(isSrv, hosts, CredentialRules.Read(at >= 0, username, password, database, options), database, options);
    }

    private static (string Username, string? Password) UserInfo(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var username = colon < 0 ? text : text[..colon];
        var password = colon < 0 ? null : text[(colon + 1)..];
        return username.Contains('@', StringComparison.Ordinal) || password?.AsSpan().IndexOfAny('@', ':') >= 0
            ? throw new FormatException("user or password has a colon or an at-sign that is not escaped")
            : (PercentEncoding.Decode(username), password is null ? null : PercentEncoding.Decode(password));
    }

    private static string? Database(string text)
    {
        if (text.AsSpan().IndexOfAny('/', '@') >= 0)
        {
            throw new FormatException("the name of the database has a slash or an at-sign: is there one in the password that is not escaped?");
        }

        var name = PercentEncoding.Decode(text);
        return name.Length == 0 ? null
            : name.Any(static character => character is '/' or '\\' or ' ' or '"' or '$' or '\0') ? throw new FormatException("the name of the database has a character that MongoDB does not allow in it")
            : name;
    }

    private static ServerAddress Host(string text, int index, bool isSrv)
    {
        var decoded = text.StartsWith('[') ? text : PercentEncoding.Decode(text);
        if (decoded.EndsWith(".sock", StringComparison.Ordinal) && decoded.Contains('/', StringComparison.Ordinal) && !isSrv)
        {
            return new ServerAddress(decoded, 0);
        }

        var address = decoded.Contains('/', StringComparison.Ordinal) ? null : ServerAddress.TryParse(decoded);
        return address ?? throw new FormatException($"host number {index + 1} is no host:port, where the port is a number from 1 to 65535");
    }

    private static void Check(bool isSrv, List<ServerAddress> hosts, UriOptions options)
    {
        if (isSrv && (hosts.Count > 1 || hosts[0].Port != ServerAddress.DefaultPort))
        {
            throw new FormatException("mongodb+srv has one name without a port");
        }

        if (!isSrv && (options.Names("srvMaxHosts") || options.Names("srvServiceName")))
        {
            throw new FormatException("options that begin with srv are for mongodb+srv only");
        }

        if (hosts.Count > 1 && options.Flag("directConnection") == true)
        {
            throw new FormatException("the option 'directConnection=true' needs a single host");
        }

        if (hosts.Count > 1 && options.Flag("loadBalanced") == true)
        {
            throw new FormatException("the option 'loadBalanced=true' needs a single host");
        }
    }
}
