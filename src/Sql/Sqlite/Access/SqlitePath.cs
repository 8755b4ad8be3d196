using DocMigrate.Backends;
using DocMigrate.Errors;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Access;

/// <summary>Reads a store's connection string into the one spelling of its file's path.</summary>
internal static class SqlitePath
{
    public static SqliteConnectionStringBuilder Parse(StoreSettings settings)
    {
        CheckNaming(settings);
        SqliteConnectionStringBuilder parsed;
        try
        {
            parsed = new SqliteConnectionStringBuilder(settings.Connection);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException)
        {
            // The string itself may hold a password, and so may the cause's message: neither is shown.
            throw new ConfigurationException(
                SqliteErrors.BadConnectionString,
                $"The connection string of store '{settings.Name}' is not one that SQLite's driver can read.",
                "Write it as in \"Data Source=shop.db\".");
        }

        var inMemory = parsed.DataSource is "" or ":memory:" || parsed.Mode == SqliteOpenMode.Memory || parsed.Cache == SqliteCacheMode.Shared
            || parsed.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        if (inMemory)
        {
            throw new ConfigurationException(
                SqliteErrors.NoFile,
                $"The connection string of store '{settings.Name}' names no plain file: databases in memory, shared caches and file: URIs can't keep a history.",
                "Name a file, as in \"Data Source=shop.db\".");
        }

        parsed.DataSource = Canonical(Path.GetFullPath(parsed.DataSource, Path.GetFullPath(settings.BaseDirectory)));
        return parsed;
    }

    private static void CheckNaming(StoreSettings settings)
    {
        if (settings.Tables.Schema is { } schema)
        {
            throw new ConfigurationException(
                SqliteErrors.NoSchemas,
                $"\"tables\" asks for the schema '{schema}', and store '{settings.Name}' is a SQLite file: SQLite has no schemas.",
                "Leave \"schema\" out, and use \"prefix\" to keep projects in one file apart.");
        }

        // https://www.sqlite.org/fileformat2.html#intschema: such names are SQLite's own.
        if (!TableNaming.IsPrefix(settings.Tables.Prefix) || settings.Tables.Prefix.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigurationException(
                SqliteErrors.ReservedPrefix,
                $"Tables of store '{settings.Name}' can't begin with '{settings.Tables.Prefix}': such names are SQLite's own, or no plain names.",
                "Choose another \"prefix\" in \"tables\", as in \"_shop_\".");
        }
    }

    /// <summary>Follows links, so that two spellings of one file are one database.</summary>
    private static string Canonical(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is { } target)
        {
            path = target.FullName;
        }

        var folder = Path.GetDirectoryName(path);
        return folder is null ? path : Path.Combine(CanonicalFolder(folder), Path.GetFileName(path));
    }

    private static string CanonicalFolder(string path)
    {
        var folder = new DirectoryInfo(path);
        if (folder.Exists && folder.LinkTarget is not null && folder.ResolveLinkTarget(returnFinalTarget: true) is { } target)
        {
            return CanonicalFolder(target.FullName);
        }

        return folder.Parent is null ? path : Path.Combine(CanonicalFolder(folder.Parent.FullName), folder.Name);
    }
}
