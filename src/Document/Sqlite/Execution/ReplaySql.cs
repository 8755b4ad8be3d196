using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Regular;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>
/// Writes documents of which is known what becomes of them, a chunk in one statement: a function of ours looks at each as it lies there, compares its fingerprint and gives what it is to
/// be. So a document is neither read into an object nor found twice.
/// </summary>
internal sealed class ReplaySql
{
    private const string Looks = "_docmigrate_replay";
    private const string Gives = "_docmigrate_replayed";

    private readonly SqliteConnection _connection;
    private readonly CollectionTable _table;
    private readonly string? _without;
    private readonly BinaryPatch _patch = new();
    private readonly Dictionary<long, byte[]> _given = [];
    private readonly List<(RowKey Id, ReplayedDocument Written)> _kept = [];
    private readonly List<DocumentKey> _left = [];
    private PassReplay? _replay;

    /// <param name="connection">The connection that writes.</param>
    /// <param name="table">The collection; binary, numbered, without triggers.</param>
    /// <param name="without">A condition that leaves documents out; null when all are in.</param>
    public ReplaySql(SqliteConnection connection, CollectionTable table, string? without)
    {
        (_connection, _table, _without) = (connection, table, without);

        // By SQLite's own interface: the document is looked at where it lies, without a copy for each call.
        Check(raw.sqlite3_create_function(connection.Handle, Looks, 3, raw.SQLITE_UTF8, null, (context, _, values) =>
            raw.sqlite3_result_int(context, Look(values[0], raw.sqlite3_value_int64(values[1]), values[2]) ? 1 : 0)));
        Check(raw.sqlite3_create_function(connection.Handle, Gives, 1, raw.SQLITE_UTF8, null, (context, _, values) =>
        {
            _given.Remove(raw.sqlite3_value_int64(values[0]), out var document);
            raw.sqlite3_result_blob(context, document);
        }));
    }

    /// <summary>What was written of which something is kept.</summary>
    public IReadOnlyList<(RowKey Id, ReplayedDocument Written)> Kept => _kept;

    /// <summary>Runs it.</summary>
    /// <param name="within">The condition of the chunk.</param>
    /// <param name="after">Its first border.</param>
    /// <param name="upTo">Its second border.</param>
    /// <param name="replay">Says of each document what it is to be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The documents that were left alone.</returns>
    public async Task<IReadOnlyList<DocumentKey>> RunAsync(string within, object? after, object? upTo, PassReplay replay, CancellationToken cancellationToken)
    {
        _given.Clear();
        _kept.Clear();
        _left.Clear();
        _replay = replay;

        // One term of the conjunction: SQLite evaluates those in any order, and each document must be asked for once.
        var look = $"{Looks}({_table.Document}, {_table.Key}, {_table.Sql}.{_table.IdColumn})";
        await _connection.ExecuteAsync(
            $"UPDATE {_table.Sql} SET {_table.Column} = {Gives}({_table.Key})\nWHERE {within} AND {(_without is null ? look : $"iif({_without}, {look}, 0)")}",
            cancellationToken, after, upTo);
        _replay = null;
        return [.. _left];
    }

    private bool Look(sqlite3_value document, long seq, sqlite3_value id)
    {
        var key = new RowKey(seq).Key;
        var stored = raw.sqlite3_value_blob(document);
        if (raw.sqlite3_value_type(document) != raw.SQLITE_BLOB || !_replay!.TryTake(key, DocumentContent.FingerprintOf(stored), out var written))
        {
            _left.Add(key);
            return false;
        }

        if (written is { Changes: true })
        {
            var result = _patch.Apply(stored, written);
            if (result.IsEmpty)
            {
                _replay.Leave();
                _left.Add(key);
                return false;
            }

            _given[seq] = result.ToArray();
        }

        if (written is not null && written.Kept.Any(static values => values?.Count > 0))
        {
            _kept.Add((IdOf(id), written));
        }

        return written is { Changes: true };
    }

    private static RowKey IdOf(sqlite3_value value) => new(raw.sqlite3_value_type(value) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_value_int64(value),
        raw.SQLITE_FLOAT => raw.sqlite3_value_double(value),
        raw.SQLITE_BLOB => raw.sqlite3_value_blob(value).ToArray(),
        _ => raw.sqlite3_value_text(value).utf8_to_string(),
    });

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection.Handle);
}
