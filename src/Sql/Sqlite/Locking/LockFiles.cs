using System.Globalization;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Sql.Sqlite.Locking;

/// <summary>The files beside a database that its lock consists of: <c>shop.db.docmigrate-lock</c>, and a holder's record for it.</summary>
/// <remarks>
/// Whoever has an operating system's lock on the file of the highest generation holds the lock. Taking it away makes the file of the next
/// generation: a locked file can't be deleted on Windows, and elsewhere a deleted file stays locked for those who had it open. The record is a
/// second file, because a locked file can't be read by others on Windows.
/// </remarks>
internal sealed class LockFiles(string databasePath)
{
    private const string Suffix = ".docmigrate-lock";

    /// <summary>The highest generation; 0 before the lock was ever taken away.</summary>
    /// <exception cref="Errors.StoreException">The database's folder is not there.</exception>
    public int Generation()
    {
        SqliteFault.CheckPath(databasePath);
        var folder = Path.GetDirectoryName(databasePath)!;
        var prefix = Path.GetFileName(PathOf(0)) + "-";
        return Directory.EnumerateFiles(folder)
            .Select(static file => Path.GetFileName(file))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var generation) ? generation : 0)
            .Append(0)
            .Max();
    }

    /// <summary>The file that is locked.</summary>
    public string PathOf(int generation) =>
        databasePath + Suffix + (generation == 0 ? "" : "-" + generation.ToString(CultureInfo.InvariantCulture));

    /// <summary>The file that says who locked it.</summary>
    public string RecordPathOf(int generation) => PathOf(generation) + "-holder";

    /// <summary>Locks the file of a generation.</summary>
    /// <returns>Null when another has locked it.</returns>
    /// <exception cref="Errors.StoreException">The file can't be made.</exception>
    public FileStream? TryLock(int generation)
    {
        var path = PathOf(generation);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SqliteFault.NotWritable(databasePath, error);
        }
    }

    /// <summary>Whether somebody has locked the file of a generation.</summary>
    /// <exception cref="Errors.StoreException">The file can't be read.</exception>
    public bool IsLocked(int generation)
    {
        var path = PathOf(generation);
        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException error)
        {
            throw SqliteFault.NotWritable(databasePath, error);
        }
    }

    /// <summary>Makes the file of the generation after the highest.</summary>
    /// <exception cref="Errors.StoreException">The file can't be made.</exception>
    public void MakeNext()
    {
        var generation = Generation();
        try
        {
            using var next = new FileStream(PathOf(generation + 1), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SqliteFault.NotWritable(databasePath, error);
        }

        TryDelete(RecordPathOf(generation));
    }

    /// <summary>Deletes what is left of the generation before: nobody looks at it again.</summary>
    public void Tidy(int generation)
    {
        if (generation > 0)
        {
            TryDelete(PathOf(generation - 1));
            TryDelete(RecordPathOf(generation - 1));
        }
    }

    /// <summary>Deletes a file that is in nobody's way if it stays: where another has it open, Windows does not let it go.</summary>
    public static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
