using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>A collection's table, opened for a pass. Keys are <c>seq</c>.</summary>
internal sealed class SqlitePassCollection : IPassCollection
{
    private readonly SqliteConnection _connection;
    private readonly KeptTables _tables;
    private readonly QuarantineStore? _quarantine;
    private readonly CollectionTable _table;
    private readonly ReshapePass _pass;
    private readonly PassSets _sets;
    private readonly string? _without;
    private readonly PassSql? _sql;
    private readonly DocumentUpdates _updates;
    private readonly List<long> _deferred = [];
    private readonly List<CapturedValue> _captured = [];

    private long _version;

    private SqlitePassCollection(
        KeptTables tables, QuarantineStore? quarantine, CollectionTable table, ReshapePass pass, PassSets sets, string? without, long version)
    {
        _version = version;
        (_connection, _tables, _quarantine, _table, _pass, _sets, _without) = (tables.Connection, tables, quarantine, table, pass, sets, without);
        _updates = new DocumentUpdates(_connection, table);
        _sql = pass.Server is null ? null : new PassSql(tables.Shadow, table, (CompiledReshape)pass.Server, without, sets.Restores);
        _sql?.Register(_connection, _captured, _deferred);
        _connection.CreateFunction(PassSql.Defer, (long seq) => Note(seq));
        _connection.CreateFunction(ServerKeep.Function, (long seq, int operation, string path, string? taken, string put) => Capture(new CapturedValue(seq, operation, path, taken, put)));
    }

    /// <param name="tables">The tables of what is kept, by the connection to use.</param>
    /// <param name="quarantine">The quarantine; null when there is no such table.</param>
    /// <param name="table">The collection.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="sets">The pass's sets of kept values.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<SqlitePassCollection> OpenAsync(
        KeptTables tables, QuarantineStore? quarantine, CollectionTable table, ReshapePass pass, PassSets sets, CancellationToken cancellationToken)
    {
        var without = quarantine is not null && await quarantine.AnyAsync(table.Name, cancellationToken) ? quarantine.Without(table) : null;
        return new SqlitePassCollection(tables, quarantine, table, pass, sets, without, await VersionAsync(tables.Connection, cancellationToken));
    }

    public async Task<PassRange> FixAsync(bool exactly, CancellationToken cancellationToken) =>
        new(UpTo: Key(await _connection.CountAsync($"SELECT max(seq) FROM {_table.Sql}", cancellationToken)));

    public Task<long> CountAsync(PassRange range, CancellationToken cancellationToken) => _connection.CountAsync(
        $"SELECT count(*) FROM {_table.Sql} WHERE {PassSql.InChunk}", cancellationToken, After(range), UpTo(range));

    public Task<long> CountOutsideAsync(PassRange range, CancellationToken cancellationToken) => _connection.CountAsync(
        $"SELECT count(*) FROM {_table.Sql} WHERE seq > $1", cancellationToken, UpTo(range));

    public async Task<PassChunk?> NextAsync(PassRange rest, int most, CancellationToken cancellationToken)
    {
        var to = await _connection.ScalarAsync(
            $"SELECT seq FROM {_table.Sql} WHERE {PassSql.InChunk} ORDER BY seq LIMIT 1 OFFSET $3", cancellationToken, After(rest), UpTo(rest), most - 1);
        if (to is long full)
        {
            return new PassChunk(Key(full), most);
        }

        var last = await _connection.ListAsync(
            $"SELECT max(seq), count(*) FROM {_table.Sql} WHERE {PassSql.InChunk}",
            static row => row.IsDBNull(0) ? null : new PassChunk(Key(row.GetInt64(0)), row.GetInt64(1)), cancellationToken, After(rest), UpTo(rest));
        return last[0];
    }

    public async Task<ServerChunk> ReshapeAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        var (after, upTo) = (After(chunk), UpTo(chunk));
        var shadowed = new long[_pass.Operations.Count];
        foreach (var keep in ((CompiledReshape)_pass.Server!).Keeps)
        {
            shadowed[keep.Operation] += await _connection.ExecuteAsync(_sql!.Keep(keep, _sets.Fill(keep.Operation)), cancellationToken, after, upTo);
        }

        _deferred.Clear();
        _captured.Clear();
        var changed = 0;
        if (_sql!.HasRegular)
        {
            changed = await _connection.ExecuteAsync(_sql.UpdateRegular, cancellationToken, after, upTo) - _deferred.Count;
            if (_deferred.Count > 0)
            {
                var noted = JsonSerializer.Serialize(_deferred);
                _deferred.Clear();
                changed += await _connection.ExecuteAsync(_sql.UpdateNoted, cancellationToken, after, upTo, noted);
            }
        }
        else
        {
            changed = await _connection.ExecuteAsync(_sql.Update, cancellationToken, after, upTo);
        }

        await SaveCapturedAsync(shadowed, cancellationToken);
        return new ServerChunk(changed, shadowed, [.. _deferred.Select(Key)]);
    }

    public IAsyncEnumerable<PassDocument> ReadAsync(PassRange range, int most, CancellationToken cancellationToken) =>
        ReadAsync($"{PassSql.Range(_without)} ORDER BY seq LIMIT $3", [After(range), UpTo(range), most], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken) =>
        ReadAsync("seq IN (SELECT value FROM json_each($1)) ORDER BY seq", [$"[{string.Join(',', keys)}]"], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadUncertainAsync(CancellationToken cancellationToken) =>
        ReadAsync(_sql is null ? PassSql.Range(_without) : $"seq IN ({_sql.Deferred})", [0L, long.MaxValue], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadBehindAsync(PassRange range, IReadOnlyList<ShapeTest>? tests, int most, CancellationToken cancellationToken) =>
        ReadAsync($"{PassSql.Range(_quarantine!.Without(_table))} AND {ShapeSql.Any(tests)} ORDER BY seq LIMIT $3", [After(range), UpTo(range), most], cancellationToken);

    public async Task<IReadOnlyList<DocumentKey>> WriteAsync(IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            if (document.Change is { } change)
            {
                await _updates.WriteAsync(Seq(document.Stored.Key), change, cancellationToken);
            }
        }

        await _sets.SaveAsync(documents, cancellationToken);
        return [];
    }

    public async IAsyncEnumerable<ListedDocument> ReadListedAsync(PassRange range, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_without is null)
        {
            yield break;
        }

        var listed = await _quarantine!.ListAsync(_table, _pass, After(range), UpTo(range), most, cancellationToken);
        var migrations = listed.ToDictionary(static item => Key(item.Seq), static item => item.Migration);
        await foreach (var document in ReadAsync([.. migrations.Keys], cancellationToken))
        {
            yield return new ListedDocument(document, migrations[document.Key]);
        }
    }

    public async Task ReleaseAsync(IReadOnlyList<PassDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            await _quarantine!.ReleaseAsync(_table, document.Id, cancellationToken);
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
            await _quarantine!.ReleaseAsync(_table, migration, _pass.First(migration), _pass.Opposite, UpTo(range), cancellationToken);
        }

        return await _sets.ForgetAsync(_table, cancellationToken);
    }

    public ValueTask DisposeAsync() => _updates.DisposeAsync();

    /// <summary>A number that changes when another connection commits (https://www.sqlite.org/pragma.html#pragma_data_version).</summary>
    private static Task<long> VersionAsync(SqliteConnection connection, CancellationToken cancellationToken) =>
        connection.CountAsync("PRAGMA data_version", cancellationToken);

    private static DocumentKey Key(long seq) => new(seq.ToString(CultureInfo.InvariantCulture));

    private static long Seq(DocumentKey key) => long.Parse(key.Json, CultureInfo.InvariantCulture);

    private static long After(PassRange range) => range.After is { } key ? Seq(key) : 0;

    private static long UpTo(PassRange range) => range.UpTo is { } key ? Seq(key) : long.MaxValue;

    private async IAsyncEnumerable<PassDocument> ReadAsync(string condition, object[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT seq, _id, json({CollectionTable.Column}) FROM {_table.Sql} WHERE {condition}";
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$" + (i + 1).ToString(CultureInfo.InvariantCulture), values[i]);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetValue(1);
            yield return new PassDocument(Key(reader.GetInt64(0)), id, reader.GetString(2)) { Kept = await _sets.LoadAsync(id, cancellationToken) };
        }
    }

    /// <summary>Keeps what the guard noted, but for the documents that were left to the in-process executor after all: it keeps its own.</summary>
    private async Task SaveCapturedAsync(long[] shadowed, CancellationToken cancellationToken)
    {
        if (_captured.Count == 0)
        {
            return;
        }

        var left = _deferred.ToHashSet();
        var kept = _captured.FindAll(value => !left.Contains(value.Seq));
        await CapturedValues.SaveAsync(_tables, _pass.Collection, kept, _sets.Fill, cancellationToken);
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

    private long Note(long seq)
    {
        _deferred.Add(seq);
        return 0;
    }
}
