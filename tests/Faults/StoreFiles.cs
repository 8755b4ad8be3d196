namespace DocMigrate.Faults;

/// <summary>The files of the two databases in a folder.</summary>
internal static class StoreFiles
{
    // A database, and the journal by which SQLite takes back what a dead process had not committed (https://www.sqlite.org/lockingv3.html#hot_journals).
    private static readonly string[] Endings = [".db", ".db-journal", ".db-wal"];

    public static string NameOf(string store, bool sameFile) => (sameFile ? FaultHistory.Tables : store) + ".db";

    public static string PathOf(string folder, string store, bool sameFile) => Path.Combine(folder, NameOf(store, sameFile));

    /// <summary>Copies the databases as they lie there. Nobody may be writing.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var store in (string[])[FaultHistory.Tables, FaultHistory.Documents])
        {
            foreach (var ending in Endings)
            {
                var (source, target) = (Path.Combine(from, store + ending), Path.Combine(to, store + ending));
                File.Delete(target);
                if (File.Exists(source))
                {
                    File.Copy(source, target);
                }
            }
        }
    }
}
