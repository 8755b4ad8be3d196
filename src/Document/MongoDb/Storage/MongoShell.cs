using DocMigrate.Backends;

namespace DocMigrate.Document.MongoDb.Storage;

/// <summary>The shell of a MongoDB store: <c>mongosh</c>.</summary>
public static class MongoShell
{
    private const string Address = "DOCMIGRATE_MONGODB_URI";

    /// <summary>
    /// How to start it. The connection string, which may hold a password, is in its environment only, where other users of the machine do not see it; the shell itself connects with it.
    /// </summary>
    /// <exception cref="Errors.ConfigurationException">The connection string can't be read, or no database is named.</exception>
    public static ShellCommand For(StoreSettings settings)
    {
        var address = MongoAddress.Parse(settings);
        return new ShellCommand(
            "mongosh",
            ["--nodb", "--shell", "--eval", $"db = connect(process.env.{Address}).getSiblingDB('{address.Database.Replace("'", "\\'", StringComparison.Ordinal)}')"],
            new Dictionary<string, string> { [Address] = settings.Connection },
            "Install mongosh: https://www.mongodb.com/try/download/shell");
    }
}
