using DocMigrate.Backends;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>The connection that a step is run on; every statement that writes goes through it.</summary>
/// <param name="connection">The connection, with a transaction open and foreign keys off.</param>
/// <param name="naming">How tables are named that keep what operations take away.</param>
/// <param name="record">Is told each statement, when a script is wanted; else null.</param>
internal sealed class SqlSession(SqliteConnection connection, TableNaming naming, Action<string>? record = null)
{
    public SqliteConnection Connection { get; } = connection;

    public TableNaming Naming { get; } = naming;

    /// <summary>Whether only the statements are wanted, run on tables without rows.</summary>
    public bool IsScript => record is not null;

    /// <summary>Runs a statement that writes.</summary>
    /// <returns>How many rows it wrote.</returns>
    public Task<int> RunAsync(string sql, CancellationToken cancellationToken)
    {
        record?.Invoke(sql);
        return Connection.ExecuteAsync(sql, cancellationToken);
    }
}
