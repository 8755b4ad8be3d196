using DocMigrate.Backends;

namespace DocMigrate.Sql.History;

/// <summary>What ledger and journal need of a SQL database that they live in. Implemented by the backend; not thread-safe.</summary>
public interface IHistoryDatabase
{
    /// <summary>What a person recognises the database by; without secrets.</summary>
    string DisplayName { get; }

    /// <summary>The fence that transactions are held to; null when the lock is not held, or its fence was not raised yet.</summary>
    long? Fence { get; }

    /// <summary>Whether a transaction is open.</summary>
    bool InTransaction { get; }

    /// <summary>Grows with each transaction that is rolled back.</summary>
    int Rollbacks { get; }

    /// <summary>How the tables are defined.</summary>
    HistoryTypes Types { get; }

    /// <summary>One of DocMigrate's own tables as SQL: quoted, and with its schema where there are schemas.</summary>
    string TableOf(string table);

    /// <summary>Whether one of DocMigrate's own tables exists.</summary>
    Task<bool> HasTableAsync(ISqlSession session, string table, CancellationToken cancellationToken);

    /// <summary>
    /// Is called in a transaction before tables are made or changed: waits until nobody else does so, and until the end of the transaction nobody else can.
    /// What had to be there before the tables is there then: their schema, say.
    /// </summary>
    Task PrepareTablesAsync(ISqlSession session, CancellationToken cancellationToken);

    /// <summary>Looks, in the transaction that is open where one is; with null where the database does not exist. Errors become DocMigrate's own.</summary>
    Task<T> ReadAsync<T>(Func<ISqlSession?, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Writes in the transaction that is open, or in one of its own when none is. Errors become DocMigrate's own.</summary>
    Task WriteAsync(Func<ISqlSession, Task> write, CancellationToken cancellationToken);
}
