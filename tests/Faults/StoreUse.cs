namespace DocMigrate.Faults;

/// <summary>A store that is migrated.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Provider">Its provider.</param>
internal sealed record StoreUse(string Name, string Provider)
{
    public const string Sqlite = "sqlite";
    public const string SqliteJson = "sqlite-json";
    public const string PostgresJson = "postgresql-jsonb";
    public const string MongoDb = "mongodb";

    // By kind: tables, the first documents, the second.
    private static readonly string[] s_documents = [FaultHistory.Documents, "archive"];

    /// <summary>Whether it has tables; else it has documents.</summary>
    public bool HasTables => Provider == Sqlite;

    /// <summary>Whether it is a database of a PostgreSQL server.</summary>
    public bool OnPostgres => Provider == PostgresJson;

    /// <summary>Whether it is a database of a MongoDB server.</summary>
    public bool OnMongo => Provider == MongoDb;

    /// <summary>Whether it is a database of a server; else it is a SQLite file.</summary>
    public bool OnServer => OnPostgres || OnMongo;

    /// <summary>The stores of a list of providers: tables first, where there are any, then one or two of documents.</summary>
    /// <exception cref="ArgumentException">They can't be tried together.</exception>
    public static StoreUse[] Parse(string text)
    {
        var providers = text.Split(',');
        var documents = providers.Where(static provider => provider != Sqlite).ToArray();
        if (providers.Except([Sqlite, SqliteJson, PostgresJson, MongoDb]).Any() || providers.Distinct().Count() < providers.Length
            || providers.IndexOf(Sqlite) > 0 || documents.Length is 0 or > 2)
        {
            throw new ArgumentException($"The stores '{text}' can't be tried: write one or two of sqlite-json, postgresql-jsonb and mongodb, and sqlite before them or not.");
        }

        return [.. providers.Select(provider => new StoreUse(provider == Sqlite ? FaultHistory.Tables : s_documents[documents.IndexOf(provider)], provider))];
    }
}
