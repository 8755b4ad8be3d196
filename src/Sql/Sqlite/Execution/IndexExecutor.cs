using DocMigrate.Planning;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.Sqlite.Access;
using DocMigrate.Sql.Sqlite.Compilation;

namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>Creates and drops indexes.</summary>
internal sealed class IndexExecutor(SqlSession session, AsideStore aside)
{
    public async Task CreateAsync(PlannedOperation planned, CreateIndexOperation create, CancellationToken cancellationToken)
    {
        if (await FindAsync(create.Index.Name, cancellationToken) is not null)
        {
            throw LiveFault.AlreadyThere("index", create.Index.Name, session.Connection.DataSource);
        }

        // An index that was dropped comes back by its own text: it may be partial, or sorted in ways that the state does not know.
        var kept = await aside.FindAsync(planned, cancellationToken);
        await session.RunAsync(kept?.Detail.Sql ?? TableText.Index(create.Table, create.Index), cancellationToken);
        if (kept is not null)
        {
            await aside.RemoveAsync(kept, cancellationToken);
        }
    }

    public async Task DropAsync(PlannedOperation planned, DropIndexOperation drop, CancellationToken cancellationToken)
    {
        var sql = await FindAsync(drop.Index, cancellationToken) ?? throw LiveFault.IndexMissing(drop.Index, session.Connection.DataSource);
        if (planned.Authored is DropIndexOperation)
        {
            await aside.KeepAsync(planned, drop.Index, new AsideDetail { Sql = sql }, query: null, cancellationToken);
        }

        await session.RunAsync($"DROP INDEX {SqliteName.Quote(drop.Index)}", cancellationToken);
    }

    private Task<string?> FindAsync(string index, CancellationToken cancellationToken) => session.Connection.TextAsync(
        "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = $1 COLLATE NOCASE", cancellationToken, index);
}
