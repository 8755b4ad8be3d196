using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite.History;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Locking;

/// <summary>The fence as a row of the history's own table in a database.</summary>
internal sealed class FenceRow(HistoryTables tables, string path)
{
    private const string Key = "fence";

    /// <summary>The fence; 0 when none was raised.</summary>
    public async Task<long> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken) =>
        await tables.ExistAsync(connection, cancellationToken) ? await SelectAsync(connection, cancellationToken) : 0;

    /// <summary>Raises it in the transaction that is open.</summary>
    /// <exception cref="LockLostException">It is not <paramref name="from"/>.</exception>
    public async Task RaiseAsync(SqliteConnection connection, long from, long to, CancellationToken cancellationToken)
    {
        Require(from, await ReadAsync(connection, cancellationToken));
        await tables.EnsureAsync(connection, cancellationToken);
        await tables.WriteMetaAsync(connection, Key, to.ToString(CultureInfo.InvariantCulture), cancellationToken);
    }

    /// <summary>Called in every transaction, so it is one query: where the table is gone, the file is another than the one that was locked.</summary>
    /// <exception cref="LockLostException">It is not <paramref name="own"/>.</exception>
    public async Task RequireAsync(SqliteConnection connection, long own, CancellationToken cancellationToken)
    {
        long present;
        try
        {
            present = await SelectAsync(connection, cancellationToken);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            present = 0;
        }

        Require(own, present);
    }

    private async Task<long> SelectAsync(SqliteConnection connection, CancellationToken cancellationToken) =>
        long.Parse(await tables.ReadMetaAsync(connection, Key, cancellationToken) ?? "0", CultureInfo.InvariantCulture);

    private void Require(long own, long present)
    {
        if (present != own)
        {
            throw new LockLostException(path, own, present);
        }
    }
}
