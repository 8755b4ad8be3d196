using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Errors;

namespace DocMigrate.Sql.History;

/// <summary>The fence as a row of the history's own table in a database.</summary>
/// <param name="tables">The tables.</param>
public sealed class FenceRow(HistoryTables tables)
{
    private const string Key = "fence";

    /// <summary>The query for the fence's text. It fails where the table is not there.</summary>
    public string Query { get; } = $"SELECT value FROM {tables.Meta} WHERE key = '{Key}'";

    /// <summary>The fence; 0 when none was raised.</summary>
    public async Task<long> ReadAsync(ISqlSession session, CancellationToken cancellationToken) =>
        await tables.ExistAsync(session, cancellationToken) ? Number(await session.ScalarAsync(Query, [], cancellationToken)) : 0;

    /// <summary>Raises it in the transaction that is open.</summary>
    /// <exception cref="LockLostException">It is not <paramref name="from"/>.</exception>
    public async Task RaiseAsync(ISqlSession session, long from, long to, CancellationToken cancellationToken)
    {
        Require(from, await ReadAsync(session, cancellationToken));
        await tables.EnsureAsync(session, cancellationToken);
        await tables.WriteMetaAsync(session, Key, to.ToString(CultureInfo.InvariantCulture), cancellationToken);
    }

    /// <summary>Holds a transaction to a fence.</summary>
    /// <param name="own">The fence that it has to be.</param>
    /// <param name="read">What <see cref="Query"/> gave in this transaction; null where there is no such row, or table.</param>
    /// <exception cref="LockLostException">It is another.</exception>
    public void Require(long own, object? read) => Require(own, Number(read));

    private static long Number(object? text) => text is null ? 0 : long.Parse((string)text, CultureInfo.InvariantCulture);

    private void Require(long own, long present)
    {
        if (present != own)
        {
            throw new LockLostException(tables.Database.DisplayName, own, present);
        }
    }
}
