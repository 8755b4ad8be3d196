using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.Sqlite.Access;
using DocMigrate.Sql.Sqlite.Compilation;
using DocMigrate.Sql.State;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>Creates, drops and renames tables.</summary>
internal sealed class TableExecutor(SqlSession session, AsideStore aside, IRunObserver observer)
{
    private const string KeptRowid = "_docmigrate_rowid";

    public async Task<StepCounts> CreateAsync(PlannedOperation planned, TableState table, CancellationToken cancellationToken)
    {
        if (await LiveTable.FindAsync(session.Connection, table.Name, cancellationToken) is not null)
        {
            throw LiveFault.AlreadyThere("table", table.Name, session.Connection.DataSource);
        }

        var kept = await aside.FindAsync(planned, cancellationToken);
        if (kept is not null && planned.Authored is DropTableOperation)
        {
            return await BringBackAsync(table.Name, kept, cancellationToken);
        }

        await session.RunAsync(TableText.Create(table), cancellationToken);
        foreach (var index in table.Indexes)
        {
            await session.RunAsync(TableText.Index(table.Name, index), cancellationToken);
        }

        return kept is null ? StepCounts.Zero : await BringRowsBackAsync(table.Name, kept, cancellationToken);
    }

    public async Task<StepCounts> DropAsync(PlannedOperation planned, string name, CancellationToken cancellationToken)
    {
        var table = await LiveTable.GetAsync(session.Connection, name, cancellationToken);
        var rows = await session.Connection.CountAsync($"SELECT count(*) FROM {SqliteName.Quote(table.Name)}", cancellationToken);

        // A table that the migration itself made and nobody has written to has nothing to keep.
        if (rows > 0 || planned.Authored is DropTableOperation || session.IsScript)
        {
            var rowid = table.HiddenRowid is { } hidden ? $"{hidden} AS {KeptRowid}, " : "";
            var detail = new AsideDetail
            {
                Sql = table.Sql,
                Columns = [.. table.StoredColumns],
                Dependants = await TableRebuild.ReadDependantsAsync(session, table.Name, cancellationToken),
                Sequence = await TableRebuild.SequenceAsync(session, table.Name, cancellationToken),
                HasRowid = table.HiddenRowid is not null,
            };
            await aside.KeepAsync(
                planned,
                table.Name,
                detail,
                $"SELECT {rowid}{SqliteName.QuoteAll(detail.Columns)} FROM {SqliteName.Quote(table.Name)}",
                cancellationToken);
        }

        await session.RunAsync($"DROP TABLE {SqliteName.Quote(table.Name)}", cancellationToken);
        return new StepCounts(Scanned: rows, Changed: rows, Shadowed: rows);
    }

    public async Task RenameAsync(RenameTableOperation rename, CancellationToken cancellationToken)
    {
        var table = await LiveTable.GetAsync(session.Connection, rename.Table, cancellationToken);
        await session.RunAsync($"ALTER TABLE {SqliteName.Quote(table.Name)} RENAME TO {SqliteName.Quote(rename.NewName)}", cancellationToken);
    }

    /// <summary>Checks that a table that is declared to exist does, with the columns that are named.</summary>
    public async Task DeclareAsync(TableState declared, CancellationToken cancellationToken)
    {
        var table = await LiveTable.GetAsync(session.Connection, declared.Name, cancellationToken);
        if (declared.Columns.FirstOrDefault(column => table.FindColumn(column.Name) is null) is { } lacking)
        {
            throw LiveFault.ColumnMissing(declared.Name, lacking.Name, session.Connection.DataSource);
        }
    }

    /// <summary>Makes the very table again that was dropped.</summary>
    private async Task<StepCounts> BringBackAsync(string name, AsideEntry kept, CancellationToken cancellationToken)
    {
        await session.RunAsync(kept.Detail.Sql, cancellationToken);
        var rows = await InsertAsync(name, kept, kept.Detail.Columns, cancellationToken);
        await TableRebuild.RestoreSequenceAsync(session, name, kept.Detail.Sequence, cancellationToken);
        foreach (var dependant in kept.Detail.Dependants)
        {
            await session.RunAsync(dependant, cancellationToken);
        }

        await aside.RemoveAsync(kept, cancellationToken);
        return new StepCounts(Scanned: rows, Changed: rows);
    }

    /// <summary>Puts the rows that were there when the table was taken back into the new table, which may have been edited since.</summary>
    private async Task<StepCounts> BringRowsBackAsync(string name, AsideEntry kept, CancellationToken cancellationToken)
    {
        var table = await LiveTable.GetAsync(session.Connection, name, cancellationToken);
        List<string> columns = [.. table.StoredColumns.Intersect(kept.Detail.Columns, StringComparer.OrdinalIgnoreCase)];
        await session.RunAsync("SAVEPOINT docmigrate_rows", cancellationToken);
        try
        {
            var rows = await InsertAsync(name, kept, columns, cancellationToken);
            await session.RunAsync("RELEASE docmigrate_rows", cancellationToken);
            await TableRebuild.RestoreSequenceAsync(session, name, kept.Detail.Sequence, cancellationToken);
            await aside.RemoveAsync(kept, cancellationToken);
            return new StepCounts(Scanned: rows, Changed: rows);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            await session.RunAsync("ROLLBACK TO docmigrate_rows", cancellationToken);
            await session.RunAsync("RELEASE docmigrate_rows", cancellationToken);
            observer.OnEvent(new WarningEvent(
                $"The rows that table '{name}' had before it was undone no longer fit it ({error.Message}). They stay in '{kept.DataTable}'."));
            return StepCounts.Zero;
        }
    }

    private async Task<long> InsertAsync(string name, AsideEntry kept, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var table = await LiveTable.GetAsync(session.Connection, name, cancellationToken);
        var hasRowid = kept.Detail.HasRowid && table.HiddenRowid is not null;
        var targets = hasRowid ? table.HiddenRowid + ", " : "";
        var sources = hasRowid ? KeptRowid + ", " : "";
        var list = SqliteName.QuoteAll(columns);
        return await session.RunAsync(
            $"INSERT INTO {SqliteName.Quote(name)} ({targets}{list}) SELECT {sources}{list} FROM {kept.DataTable}", cancellationToken);
    }
}
