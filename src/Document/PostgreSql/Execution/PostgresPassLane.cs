using DocMigrate.Document.Passes;
using DocMigrate.Sql.PostgreSql;
using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>A session of its own for chunks of a pass.</summary>
internal sealed class PostgresPassLane : IPassLane
{
    private readonly PostgresDatabase _database;
    private readonly PostgresSession _session;
    private readonly PostgresPassCollection _collection;

    private PostgresPassLane(PostgresDatabase database, PostgresSession session, PostgresPassCollection collection) =>
        (_database, _session, _collection) = (database, session, collection);

    public static async Task<PostgresPassLane> OpenAsync(PostgresDatabase database, string store, PostgresPassCollection collection, CancellationToken cancellationToken)
    {
        var session = database.NewSession();
        try
        {
            return new PostgresPassLane(database, session, collection.On(new KeptTables(await session.OpenAsync(cancellationToken), database), store));
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public IPassCollection Collection => _collection;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _session.BeginAsync(cancellationToken);
        await _collection.NoteOwnAsync(cancellationToken);
    }

    public Task RollbackAsync(CancellationToken cancellationToken) => _session.RollbackAsync(cancellationToken);

    public IDisposable Use() => _database.Use(_session);

    public async Task<bool> IsInTheWayAsync(CancellationToken cancellationToken) => (bool)(await _session.Connection.ScalarAsync(
        """
        WITH RECURSIVE waiting (pid) AS (
          SELECT pid FROM unnest($1) AS pid WHERE pid <> pg_backend_pid()
          UNION
          SELECT blocking FROM waiting CROSS JOIN LATERAL unnest(pg_blocking_pids(waiting.pid)) AS blocking WHERE waiting.pid <> pg_backend_pid())
        SELECT pg_backend_pid() IN (SELECT pid FROM waiting)
        """,
        cancellationToken,
        _database.ServerProcessIds))!;

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
