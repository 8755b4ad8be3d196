using System.Text.Json;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>Does one pass: chunk by chunk in the order of <c>seq</c>, each chunk with its checkpoint in one transaction.</summary>
/// <param name="database">The database, with an open transaction.</param>
/// <param name="context">The step.</param>
/// <param name="pass">The pass.</param>
/// <param name="time">The clock.</param>
/// <param name="chunkSize">How many documents a chunk has; null to go by time.</param>
internal sealed class PassExecutor(SqliteDatabase database, StepContext context, ReshapePass pass, TimeProvider time, int? chunkSize = null)
{
    /// <summary>A collection of up to so many documents, or of one chunk where its size is stated, is done in the step's own transaction, whole or not at all.</summary>
    private const int SmallCollection = 10_000;

    private const int FirstServerChunk = 10_000;
    private const int FirstClientChunk = 200;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(250);

    private readonly ChunkSize _chunk = new(pass.Server is null ? FirstClientChunk : FirstServerChunk, chunkSize);
    private readonly List<long> _deferred = [];
    private readonly List<CapturedValue> _captured = [];
    private readonly PlanStep _step = context.Members.Single().Step;
    private long _reported;

    /// <summary>Runs the pass.</summary>
    /// <param name="resume">Where an earlier run of it stopped; null at its beginning.</param>
    /// <param name="bound">The last document that the opposite direction had done, when it had not done all; else null.</param>
    /// <param name="before">What the step has done before.</param>
    /// <param name="cancellationToken">Stops it between two chunks.</param>
    public async Task<StepCounts> RunAsync(PassCursor? resume, long? bound, StepCounts before, CancellationToken cancellationToken)
    {
        var connection = database.Connection;
        if (await CollectionTable.FindAsync(connection, pass.Collection, cancellationToken) is not { } table)
        {
            context.Observer.OnEvent(new WarningEvent($"Collection '{pass.Collection}' of store '{_step.Store}' does not exist: there was nothing to reshape."));
            return before;
        }

        var (migration, store) = (_step.Migration, _step.Store);
        var tables = new KeptTables(connection, database.Naming);
        await tables.CreateAsync(cancellationToken);
        var quarantine = new QuarantineStore(tables, store);
        var without = await quarantine.AnyAsync(table.Name, cancellationToken) ? quarantine.Without(table) : null;
        var sets = await PassSets.OpenAsync(new ShadowStore(tables, store), pass, migration, _step.Direction, cancellationToken);
        var last = await connection.CountAsync($"SELECT max(seq) FROM {table.Sql}", cancellationToken);
        var cursor = resume ?? new PassCursor(0, bound ?? (pass.Disjoint ? null : last));
        var total = await connection.CountAsync(
            $"SELECT count(*) FROM {table.Sql} WHERE seq <= $1", cancellationToken, cursor.Upper ?? long.MaxValue);
        var single = resume is null && total <= (chunkSize ?? SmallCollection);
        var sql = pass.Server is null ? null : new PassSql(tables.Shadow, table, pass.Server, without, sets.Restores);
        sql?.Register(connection, _captured, _deferred);
        connection.CreateFunction(PassSql.Defer, (long seq) => Note(seq));
        connection.CreateFunction(ServerKeep.Function, (long seq, int operation, string path, string taken, string put) => Capture(new CapturedValue(seq, operation, path, taken, put)));
        await using var client = new ClientReshaper(database, table, pass, sets, quarantine, _step, time);

        var counts = before;
        var done = resume is null ? 0 : await connection.CountAsync($"SELECT count(*) FROM {table.Sql} WHERE seq <= $1", cancellationToken, cursor.At);
        while (await NextAsync(connection, table, cursor, cancellationToken) is { } next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = time.GetTimestamp();
            var chunk = sql is null
                ? await client.RunAsync(cursor.At, next.To, without, cancellationToken)
                : await ServerAsync(connection, sql, sets, client, cursor.At, next.To, cancellationToken);
            counts += chunk with { Scanned = next.Documents };
            cursor = cursor with { At = next.To };
            done += next.Documents;
            _chunk.Took(time.GetElapsedTime(started));
            if (!single)
            {
                var progress = new StepProgress { Completed = pass.Position, InHand = pass.Planned.Count, Cursor = cursor.ToString(), Counts = counts };
                await context.CheckpointAsync([progress], cancellationToken);
            }

            Report(done, total);
        }

        var opposite = _step.Direction == Direction.Forward ? Direction.Backward : Direction.Forward;
        await quarantine.ReleaseAsync(table, migration, pass.First, opposite, cursor.Upper ?? long.MaxValue, cancellationToken);
        await WarnOfLaterAsync(connection, table, cursor, bound, cancellationToken);
        return counts;
    }

    private async Task<StepCounts> ServerAsync(
        SqliteConnection connection, PassSql sql, PassSets sets, ClientReshaper client, long after, long upTo, CancellationToken cancellationToken)
    {
        var shadowed = 0;
        foreach (var keep in pass.Server!.Keeps)
        {
            shadowed += await connection.ExecuteAsync(sql.Keep(keep, sets.Fill(keep.Operation)), cancellationToken, after, upTo);
        }

        _deferred.Clear();
        _captured.Clear();
        var changed = 0;
        if (sql.HasRegular)
        {
            changed = await connection.ExecuteAsync(sql.UpdateRegular, cancellationToken, after, upTo) - _deferred.Count;
            if (_deferred.Count > 0)
            {
                var noted = JsonSerializer.Serialize(_deferred);
                _deferred.Clear();
                changed += await connection.ExecuteAsync(sql.UpdateNoted, cancellationToken, after, upTo, noted);
            }
        }
        else
        {
            changed = await connection.ExecuteAsync(sql.Update, cancellationToken, after, upTo);
        }

        shadowed += await SaveCapturedAsync(connection, sets, cancellationToken);
        return new StepCounts(Changed: changed, Shadowed: shadowed) + await client.RunAsync(_deferred.ToArray(), cancellationToken);
    }

    /// <summary>The next chunk's last document, or null when there is none left.</summary>
    private async Task<(long To, long Documents)?> NextAsync(SqliteConnection connection, CollectionTable table, PassCursor cursor, CancellationToken cancellationToken)
    {
        var upper = cursor.Upper ?? long.MaxValue;
        var to = await connection.ScalarAsync(
            $"SELECT seq FROM {table.Sql} WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT 1 OFFSET $3", cancellationToken, cursor.At, upper, _chunk.Current - 1);
        if (to is long full)
        {
            return (full, _chunk.Current);
        }

        var rest = await connection.ListAsync(
            $"SELECT max(seq), count(*) FROM {table.Sql} WHERE seq > $1 AND seq <= $2",
            static row => row.IsDBNull(0) ? ((long, long)?)null : (row.GetInt64(0), row.GetInt64(1)), cancellationToken, cursor.At, upper);
        return rest[0];
    }

    /// <summary>Keeps what the guard noted, but for the documents that were left to the in-process executor after all: it keeps its own.</summary>
    private async Task<int> SaveCapturedAsync(SqliteConnection connection, PassSets sets, CancellationToken cancellationToken)
    {
        if (_captured.Count == 0)
        {
            return 0;
        }

        var left = _deferred.ToHashSet();
        var saved = await CapturedValues.SaveAsync(
            new KeptTables(connection, database.Naming), pass.Collection, _captured.Where(value => !left.Contains(value.Seq)), sets.Fill, cancellationToken);
        return saved;
    }

    private int Capture(CapturedValue value)
    {
        _captured.Add(value);
        return 1;
    }

    private long Note(long seq)
    {
        _deferred.Add(seq);
        return 0;
    }

    private void Report(long done, long total)
    {
        if (done < total && _reported != 0 && time.GetElapsedTime(_reported) < BetweenReports)
        {
            return;
        }

        _reported = time.GetTimestamp();
        context.Observer.OnEvent(new ProgressEvent(_step.Migration, _step.Store, pass.Collection, done, Math.Max(total, done)));
    }

    /// <summary>An operation that can't tell old from new is not done to a document that came after the pass began.</summary>
    private async Task WarnOfLaterAsync(SqliteConnection connection, CollectionTable table, PassCursor cursor, long? bound, CancellationToken cancellationToken)
    {
        if (bound is not null || cursor.Upper is not { } upper)
        {
            return;
        }

        var later = await connection.CountAsync($"SELECT count(*) FROM {table.Sql} WHERE seq > $1", cancellationToken, upper);
        if (later > 0)
        {
            context.Observer.OnEvent(new WarningEvent(
                $"{later} document{(later == 1 ? "" : "s")} came into collection '{table.Name}' after the pass began and can't be told apart by shape ({pass.Description}): they were left as they are. Check them by hand."));
        }
    }
}
