using DocMigrate.Backends;
using DocMigrate.Sql.Sqlite.Access;

[assembly: StoreProvider("sqlite", typeof(DocMigrate.Sql.Sqlite.SqliteStoreProvider))]

namespace DocMigrate.Sql.Sqlite;

/// <summary>Opens SQLite files that hold tables. The connection string is Microsoft.Data.Sqlite's, as in <c>Data Source=shop.db</c>.</summary>
public sealed class SqliteStoreProvider : IStoreProvider
{
    /// <inheritdoc/>
    public string Name => "sqlite";

    /// <inheritdoc/>
    public IStoreKind Kind => SqlStoreKind.Instance;

    /// <inheritdoc/>
    public IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases) =>
        new SqliteBackend(settings.Name, SqliteDatabase.Resolve(settings, databases));

    /// <inheritdoc/>
    public ShellCommand Shell(StoreSettings settings) => ShellFor(settings);

    /// <summary>The shell of any store that is a SQLite file.</summary>
    /// <exception cref="Errors.ConfigurationException">The connection string can't be read or names no plain file.</exception>
    public static ShellCommand ShellFor(StoreSettings settings) => new(
        "sqlite3",
        [SqlitePath.Parse(settings).DataSource],
        new Dictionary<string, string>(),
        "Install SQLite's shell: apt install sqlite3, brew install sqlite, winget install SQLite.SQLite, or https://www.sqlite.org/download.html");
}
