namespace DocMigrate.Sql.History;

/// <summary>Runs statements on one connection, in its transaction where one is open. Parameters are numbered: <c>$1</c>, <c>$2</c>… Errors are the driver's own.</summary>
public interface IHistorySession
{
    /// <summary>Runs a statement, or several without parameters.</summary>
    Task ExecuteAsync(string sql, IReadOnlyList<object?> values, CancellationToken cancellationToken);

    /// <summary>The first column of the first row; null where that is null, or there is no row.</summary>
    Task<object?> ScalarAsync(string sql, IReadOnlyList<object?> values, CancellationToken cancellationToken);

    /// <summary>All rows.</summary>
    Task<List<T>> ListAsync<T>(string sql, Func<IHistoryRow, T> read, IReadOnlyList<object?> values, CancellationToken cancellationToken);
}
