using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Document.Sqlite.Regular;
using DocMigrate.Document.Tables;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>A collection's table, opened for a pass.</summary>
internal sealed class SqlitePassCollection : IPassCollection
{
    private readonly SqliteConnection _connection;
    private readonly KeptTables _tables;
    private readonly QuarantineStore? _quarantine;
    private readonly CollectionTable _table;
    private readonly ReshapePass _pass;
    private readonly PassSets _sets;
    private readonly ShadowStore _shadow;
    private readonly string? _without;
    private readonly PassSql? _sql;
    private readonly DocumentUpdates _updates;
    private readonly ReplaySql? _replay;
    private readonly List<RowKey> _deferred = [];
    private readonly List<CapturedValue> _captured = [];

    private long _version;

    private SqlitePassCollection(
        KeptTables tables, QuarantineStore? quarantine, CollectionTable table, ReshapePass pass, PassSets sets, ShadowStore shadow, string? without, long version)
    {
        _version = version;
        (_connection, _tables, _quarantine, _table, _pass, _sets, _shadow, _without) = (tables.Connection, tables, quarantine, table, pass, sets, shadow, without);
        _updates = new DocumentUpdates(_connection, table);
        _sql = pass.Server is null ? null : new PassSql(tables.Shadow, table, (CompiledReshape)pass.Server, without, sets.Restores);
        _sql?.Register(_connection, _captured, _deferred);
        _replay = pass.Server is null && table is { Binary: true, Numbered: true, HasTriggers: false } && sets.Restores.Count == 0 ? new ReplaySql(_connection, table, without) : null;
        _connection.CreateFunction(PassSql.Defer, (object key) => Note(new RowKey(key)));
        _connection.CreateFunction(ServerKeep.Function, (object key, int operation, string path, string? taken, string put) => Capture(new CapturedValue(new RowKey(key), operation, path, taken, put)));
    }

    /// <param name="tables">The tables of what is kept, by the connection to use.</param>
    /// <param name="quarantine">The quarantine; null when there is no such table.</param>
    /// <param name="table">The collection.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="sets">The pass's sets of kept values.</param>
    /// <param name="shadow">What is kept in them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<SqlitePassCollection> OpenAsync(
        KeptTables tables, QuarantineStore? quarantine, CollectionTable table, ReshapePass pass, PassSets sets, ShadowStore shadow, CancellationToken cancellationToken)
    {
        var without = quarantine is not null && await quarantine.AnyAsync(table.Name, cancellationToken) ? quarantine.Without(table) : null;
        return new SqlitePassCollection(tables, quarantine, table, pass, sets, shadow, without, await VersionAsync(tables.Connection, cancellationToken));
    }

    public bool KeysGrow => _table.Own;

    public async Task<PassRange> FixAsync(bool exactly, CancellationToken cancellationToken)
    {
        var last = await _connection.ScalarAsync($"SELECT max({_table.Key}) FROM {_table.Sql} WHERE {In(PassRange.Everything)}", cancellationToken);
        var range = new PassRange(UpTo: last is not null ? new RowKey(last).Key : _table.Own ? new RowKey(0L).Key : null);
        if (!exactly || _table.Own)
        {
            return range;
        }

        await _connection.ExecuteAsync($"DELETE FROM {_tables.Snapshot} WHERE pass = $1", cancellationToken, _sets.Snapshot);
        await _connection.ExecuteAsync(
            $"INSERT INTO {_tables.Snapshot} (pass, document) SELECT $1, {_table.Key} FROM {_table.Sql} WHERE {In(PassRange.Everything)} ORDER BY {_table.Key}",
            cancellationToken, _sets.Snapshot);
        return range with { Snapshot = _sets.Snapshot };
    }

    public Task<long> CountAsync(PassRange range, CancellationToken cancellationToken) => _connection.CountAsync(
        $"SELECT count(*) FROM {_table.Sql} WHERE {In(range)}", cancellationToken, After(range), UpTo(range));

    public Task<long> CountOutsideAsync(PassRange range, CancellationToken cancellationToken) => _connection.CountAsync(
        $"SELECT count(*) FROM {_table.Sql} WHERE {In(PassRange.Everything)} AND NOT ({_table.Within(range, _tables.Snapshot)})",
        cancellationToken, After(range), UpTo(range));

    public async Task<PassChunk?> NextAsync(PassRange rest, int most, CancellationToken cancellationToken)
    {
        var to = await _connection.ScalarAsync(
            $"SELECT {_table.Key} FROM {_table.Sql} WHERE {In(rest)} ORDER BY {_table.Key} LIMIT 1 OFFSET $3", cancellationToken, After(rest), UpTo(rest), most - 1);
        if (to is not null)
        {
            return new PassChunk(new RowKey(to).Key, most);
        }

        var last = await _connection.ListAsync(
            $"SELECT max({_table.Key}), count(*) FROM {_table.Sql} WHERE {In(rest)}",
            static row => row.IsDBNull(0) ? null : new PassChunk(new RowKey(row.GetValue(0)).Key, row.GetInt64(1)), cancellationToken, After(rest), UpTo(rest));
        return last[0];
    }

    public async Task<ServerChunk> ReshapeAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        var (within, after, upTo) = (In(chunk), After(chunk), UpTo(chunk));
        var shadowed = new long[_pass.Operations.Count];
        foreach (var keep in ((CompiledReshape)_pass.Server!).Keeps)
        {
            shadowed[keep.Operation] += await _connection.ExecuteAsync(_sql!.Keep(keep, _sets.Fill(keep.Operation), within), cancellationToken, after, upTo);
        }

        _deferred.Clear();
        _captured.Clear();
        var changed = 0;
        if (_sql!.HasRegular)
        {
            changed = await _connection.ExecuteAsync(_sql.UpdateRegular(within), cancellationToken, after, upTo) - _deferred.Count;
            if (_deferred.Count > 0)
            {
                var noted = Array(_deferred);
                _deferred.Clear();
                changed += await _connection.ExecuteAsync(_sql.UpdateNoted(within), cancellationToken, after, upTo, noted);
            }
        }
        else
        {
            changed = await _connection.ExecuteAsync(_sql.Update(within), cancellationToken, after, upTo);
        }

        await SaveCapturedAsync(shadowed, cancellationToken);
        return new ServerChunk(changed, shadowed, [.. _deferred.Select(static key => key.Key)]);
    }

    public async Task<IReadOnlyList<DocumentKey>?> ReplayAsync(PassRange chunk, PassReplay replay, CancellationToken cancellationToken)
    {
        if (_replay is null)
        {
            return null;
        }

        var left = await _replay.RunAsync(In(chunk), After(chunk), UpTo(chunk), replay, cancellationToken);
        foreach (var (id, written) in _replay.Kept)
        {
            await _shadow.SaveAsync(_sets, id, written.Kept, cancellationToken);
        }

        return left;
    }

    public IAsyncEnumerable<PassDocument> ReadAsync(PassRange range, int most, CancellationToken cancellationToken) =>
        ReadAsync($"{In(range)} AND {_without ?? "1"} ORDER BY {_table.Key} LIMIT $3", [After(range), UpTo(range), most], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken) =>
        ReadAsync($"{In(PassRange.Everything)} AND {_table.Key} IN {_table.Keys("$1")} ORDER BY {_table.Key}", [$"[{string.Join(',', keys)}]"], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadUncertainAsync(CancellationToken cancellationToken) =>
        ReadAsync(_sql is null ? $"{In(PassRange.Everything)} AND {_without ?? "1"}" : $"{_table.Key} IN ({_sql.Deferred(In(PassRange.Everything))})", [], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadSampleAsync(int? most, CancellationToken cancellationToken) => !_table.Numbered
        ? PassSample.OfAllAsync(this, most, cancellationToken)
        : PassSample.ByNumberAsync(
            this,
            most,
            async () => (
                await _connection.CountAsync($"SELECT min({_table.Key}) FROM {_table.Sql}", cancellationToken),
                await _connection.CountAsync($"SELECT max({_table.Key}) FROM {_table.Sql}", cancellationToken)),
            after => ReadAsync(new PassRange(After: new RowKey(after).Key), 1, cancellationToken),
            cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadBehindAsync(PassRange range, IReadOnlyList<ShapeTest>? tests, int most, CancellationToken cancellationToken) =>
        ReadAsync(
            $"{In(range)} AND {_quarantine!.Without(_table)} AND {Behind(ShapeSql.Any(tests, _table.Document))} ORDER BY {_table.Key} LIMIT $3",
            [After(range), UpTo(range), most], cancellationToken);

    public async Task<IReadOnlyList<DocumentKey>> WriteAsync(IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            if (document.Change is { } change)
            {
                await _updates.WriteAsync(RowKey.Of(document.Stored.Key), change, cancellationToken);
            }
        }

        await _shadow.SaveAsync(_sets, documents, cancellationToken);
        return [];
    }

    public async IAsyncEnumerable<ListedDocument> ReadListedAsync(PassRange range, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_without is null)
        {
            yield break;
        }

        var listed = await _quarantine!.ListAsync(_table, _pass, range, most, cancellationToken);
        var migrations = listed.ToDictionary(static item => item.Key.Key, static item => item.Migration);
        await foreach (var document in ReadAsync([.. migrations.Keys], cancellationToken))
        {
            yield return new ListedDocument(document, migrations[document.Key]);
        }
    }

    public async Task ReleaseAsync(IReadOnlyList<PassDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            await _quarantine!.ReleaseAsync(_table, (RowKey)document.Id, cancellationToken);
        }
    }

    public async Task QuarantineAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            await _quarantine!.AddAsync(entry, cancellationToken);
        }
    }

    public async Task<bool> MayHaveChangedAsync(CancellationToken cancellationToken)
    {
        var before = _version;
        _version = await VersionAsync(_connection, cancellationToken);
        return _version != before;
    }

    public async Task<bool> FinishAsync(PassRange range, CancellationToken cancellationToken)
    {
        foreach (var migration in _pass.Migrations)
        {
            await _quarantine!.ReleaseAsync(_table, migration, _pass.First(migration), _pass.Opposite, range.UpTo is { } last ? RowKey.Of(last) : null, cancellationToken);
        }

        if (range.Snapshot is { } snapshot && _sets.Ends(snapshot) && !await _tables.ForgetAsync(snapshot, cancellationToken))
        {
            return false;
        }

        return await _shadow.ForgetAsync(_sets, _table, cancellationToken);
    }

    public ValueTask DisposeAsync() => _updates.DisposeAsync();

    /// <summary>A number that changes when another connection commits (https://www.sqlite.org/pragma.html#pragma_data_version).</summary>
    private static Task<long> VersionAsync(SqliteConnection connection, CancellationToken cancellationToken) =>
        connection.CountAsync("PRAGMA data_version", cancellationToken);

    private static object? After(PassRange range) => RowKey.ValueOf(range.After);

    private static object? UpTo(PassRange range) => RowKey.ValueOf(range.UpTo);

    private static string Array(IEnumerable<RowKey> keys) => $"[{string.Join(',', keys.Select(static key => key.Key))}]";

    /// <summary>The condition of the documents of a range; <c>$1</c> and <c>$2</c> are its borders.</summary>
    private string In(PassRange range) => _table.HasDocument is { } has ? $"{has} AND {_table.Within(range, _tables.Snapshot)}" : _table.Within(range, _tables.Snapshot);

    /// <summary>What SQLite can't read is looked at, too.</summary>
    private string Behind(string condition) => _table.IsReadable is { } readable ? $"iif({readable}, {condition}, 1)" : condition;

    private async IAsyncEnumerable<PassDocument> ReadAsync(string condition, object?[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var binary = _table is { Own: true, Binary: true };
        await using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT {_table.Key}, {_table.Sql}.{_table.IdColumn}, {(binary ? "NULL" : _table.Text(_table.Document))}, {_table.Document} FROM {_table.Sql} WHERE {condition}";
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$" + (i + 1).ToString(CultureInfo.InvariantCulture), values[i] ?? DBNull.Value);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = new RowKey(reader.GetValue(1));
            var content = binary
                ? ContentOf(reader.Handle!) ?? await ReadTextAsync(reader.GetValue(3), cancellationToken)
                : new SqliteContent(reader.GetString(2), DocumentContent.FingerprintOf(raw.sqlite3_column_blob(reader.Handle, 3)));
            yield return new PassDocument(new RowKey(reader.GetValue(0)).Key, id, content) { Kept = await _shadow.LoadAsync(_sets, id, cancellationToken) };
        }
    }

    /// <summary>The document of a row as its bytes are; null where only SQLite can say what they mean.</summary>
    private static BinaryContent? ContentOf(sqlite3_stmt row)
    {
        var stored = raw.sqlite3_column_blob(row, 3);
        return raw.sqlite3_column_type(row, 3) == raw.SQLITE_BLOB && JsonbText.IsPlain(stored) ? new BinaryContent(stored.ToArray()) : null;
    }

    private async Task<DocumentContent> ReadTextAsync(object stored, CancellationToken cancellationToken) => new SqliteContent(
        (string)(await _connection.ScalarAsync($"SELECT {_table.Text("$1")}", cancellationToken, stored))!,
        DocumentContent.FingerprintOf(stored as byte[] ?? Encoding.UTF8.GetBytes((string)stored)));

    /// <summary>Keeps what the guard noted, but for the documents that were left to the in-process executor after all: it keeps its own.</summary>
    private async Task SaveCapturedAsync(long[] shadowed, CancellationToken cancellationToken)
    {
        if (_captured.Count == 0)
        {
            return;
        }

        var left = _deferred.Select(static key => key.Key).ToHashSet();
        var kept = _captured.FindAll(value => !left.Contains(value.Key.Key));
        await CapturedValues.SaveAsync(_tables, _table, kept, _sets.Fill, cancellationToken);
        foreach (var value in kept)
        {
            shadowed[value.Operation]++;
        }
    }

    private int Capture(CapturedValue value)
    {
        _captured.Add(value);
        return 1;
    }

    private long Note(RowKey key)
    {
        _deferred.Add(key);
        return 0;
    }
}
