using Microsoft.Data.Sqlite;

namespace Shop.Demo;

/// <summary>The folder that the tour works in: made by it, and removed at the end.</summary>
internal sealed class ShopFiles : IDisposable
{
    private readonly bool _keep;

    private ShopFiles(string folder, bool keep)
    {
        Folder = folder;
        _keep = keep;
    }

    public string Folder { get; }

    /// <summary>A new folder.</summary>
    /// <param name="folder">Where; null for one in the system's temporary folder, which is removed afterwards. One that is named must be new, and stays.</param>
    public static ShopFiles Create(string? folder)
    {
        if (folder is null)
        {
            return new ShopFiles(Directory.CreateTempSubdirectory("docmigrate-shop-").FullName, keep: false);
        }

        return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()
            ? throw new IOException($"'{Path.GetFullPath(folder)}' is there already and not empty. Name a new folder after --folder.")
            : new ShopFiles(Directory.CreateDirectory(folder).FullName, keep: true);
    }

    public async Task<SqliteConnection> OpenAsync(string store, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = PathOf(store), Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public string PathOf(string store) => Path.Combine(Folder, store == "main" ? "shop.db" : "catalog.db");

    public void Dispose()
    {
        if (!_keep)
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
