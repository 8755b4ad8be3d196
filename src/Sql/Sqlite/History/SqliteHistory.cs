using DocMigrate.Backends;
using DocMigrate.Sql.History;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Sql.Sqlite.History;

/// <summary>What the history needs of a SQLite file.</summary>
internal sealed class SqliteHistory(SqliteDatabase database, TableNaming naming) : IHistoryDatabase
{
    public string DisplayName => database.Path;

    public long? Fence => database.Fence;

    public bool InTransaction => database.InTransaction;

    public int Rollbacks => database.Rollbacks;

    public HistoryTypes Types { get; } = new("INTEGER", "INTEGER PRIMARY KEY", "TEXT", " WITHOUT ROWID");

    public string TableOf(string table) => naming.Of(table);

    public async Task<bool> HasTableAsync(ISqlSession session, string table, CancellationToken cancellationToken) =>
        await session.ScalarAsync("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1", [TableOf(table)], cancellationToken) is not null;

    // The transaction that is open has the file's only write lock.
    public Task PrepareTablesAsync(ISqlSession session, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<T> ReadAsync<T>(Func<ISqlSession?, Task<T>> read, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => read(connection is null ? null : new SqliteSqlSession(connection)), cancellationToken);

    public Task WriteAsync(Func<ISqlSession, Task> write, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => write(new SqliteSqlSession(connection)), cancellationToken);
}
