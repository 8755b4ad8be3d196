namespace DocMigrate.Backends;

/// <summary>
/// Runs statements on one connection of a SQL database, in its transaction where one is open: what is the same in all of them is written over this, and does not know the driver.
/// Parameters are numbered: <c>$1</c>, <c>$2</c>… Errors are the driver's own.
/// </summary>
public interface ISqlSession
{
    /// <summary>Runs a statement, or several without parameters.</summary>
    /// <returns>How many rows it changed.</returns>
    Task<int> ExecuteAsync(string sql, IReadOnlyList<object?> values, CancellationToken cancellationToken);

    /// <summary>The first column of the first row; null where that is null, or there is no row.</summary>
    Task<object?> ScalarAsync(string sql, IReadOnlyList<object?> values, CancellationToken cancellationToken);

    /// <summary>All rows.</summary>
    Task<List<T>> ListAsync<T>(string sql, Func<ISqlRow, T> read, IReadOnlyList<object?> values, CancellationToken cancellationToken);

    /// <summary>The rows, one at a time. The connection does nothing else until the last one was read.</summary>
    IAsyncEnumerable<T> StreamAsync<T>(string sql, Func<ISqlRow, T> read, IReadOnlyList<object?> values, CancellationToken cancellationToken);
}
