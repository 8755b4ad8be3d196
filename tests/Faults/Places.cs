using DocMigrate.Faults.Oracle;
using Npgsql;

namespace DocMigrate.Faults;

/// <summary>
/// Where the databases are: a folder has a file for each store in SQLite, and stands for the database of its name on the server. Given to the child processes as
/// JSON.
/// </summary>
/// <param name="Root">The folder with all folders.</param>
/// <param name="Stores">The stores; the first has the history.</param>
/// <param name="SameFile">Whether stores in SQLite are in one file.</param>
/// <param name="Server">How to connect to the PostgreSQL server; null where no store is on one.</param>
/// <param name="Mongo">The connection string of the MongoDB server, with an option in it; null where no store is on one.</param>
internal sealed record Places(string Root, StoreUse[] Stores, bool SameFile, string? Server, string? Mongo)
{
    private const string Maintenance = "postgres";

    /// <summary>How long a process that died may keep its side of the server busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A database, and the journal by which SQLite takes back what a dead process had not committed (https://www.sqlite.org/lockingv3.html#hot_journals).
    private static readonly string[] s_endings = [".db", ".db-journal", ".db-wal"];

    /// <summary>The store that has the history.</summary>
    public string History => Stores[0].Name;

    /// <summary>The file of a store in SQLite.</summary>
    public string FileOf(string folder, string store) => Path.Combine(folder, (SameFile ? FaultHistory.Tables : store) + ".db");

    /// <summary>How to connect to the database on the server that a folder stands for. Nothing is pooled: a session of an oracle is not to be in the way.</summary>
    public string ServerConnection(string folder) => ConnectionTo(DatabaseOf(folder));

    /// <summary>The database of the MongoDB server that a folder stands for.</summary>
    public string MongoDatabaseOf(string folder) => "faults-" + DatabaseOf(folder).Replace(Path.DirectorySeparatorChar, '-');

    /// <summary>The database of the MongoDB server that a folder stands for, to look at it.</summary>
    public MongoBeside MongoBeside(string folder) => new(Mongo!, MongoDatabaseOf(folder));

    /// <summary>Makes what the product does not make itself.</summary>
    public async Task CreateAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        if (Server is not null)
        {
            await ExecuteAsync($"CREATE DATABASE \"{DatabaseOf(folder)}\"");
        }
    }

    /// <summary>Copies the databases. Nobody may be writing; who died may still have a session on the server, whose end is waited for.</summary>
    public async Task CopyAsync(string from, string to)
    {
        CopyFiles(from, to);
        if (Mongo is not null)
        {
            await using var source = MongoBeside(from);
            await source.CopyAsync(MongoDatabaseOf(to));
        }

        if (Server is null)
        {
            return;
        }

        await ExecuteAsync($"DROP DATABASE IF EXISTS \"{DatabaseOf(to)}\" WITH (FORCE)");
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await ExecuteAsync($"CREATE DATABASE \"{DatabaseOf(to)}\" TEMPLATE \"{DatabaseOf(from)}\"");

                // A copied sequence takes the numbers for logged that the original had logged ahead, and would give them a second time after a crash.
                await ExecuteAsync("CHECKPOINT");
                return;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ObjectInUse && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                // The server has waited for five seconds already.
                continue;
            }
        }
    }

    /// <summary>Copies the files as they lie there, and nothing else.</summary>
    public void CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var store in Stores.Where(static store => !store.OnServer))
        {
            foreach (var ending in s_endings)
            {
                var (source, target) = (Path.ChangeExtension(FileOf(from, store.Name), ending), Path.ChangeExtension(FileOf(to, store.Name), ending));
                File.Delete(target);
                if (File.Exists(source))
                {
                    File.Copy(source, target);
                }
            }
        }
    }

    /// <summary>Removes a folder, the folders in it, and what they stand for.</summary>
    public async Task ForgetAsync(string folder)
    {
        foreach (var inner in Directory.GetDirectories(folder))
        {
            await ForgetAsync(inner);
        }

        await DropAsync(folder);
        Directory.Delete(folder, recursive: true);
    }

    private async Task DropAsync(string folder)
    {
        if (Mongo is not null)
        {
            await using var database = MongoBeside(folder);
            await database.DropAsync();
        }

        if (Server is not null)
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS \"{DatabaseOf(folder)}\" WITH (FORCE)");
        }
    }

    private string DatabaseOf(string folder) => Path.GetRelativePath(Root, folder);

    private string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder(Server) { Database = database, Pooling = false }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(Maintenance));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
