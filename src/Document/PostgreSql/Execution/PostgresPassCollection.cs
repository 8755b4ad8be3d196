using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Tables;
using DocMigrate.Document.Values;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>A collection's table, opened for a pass. Ids are JSON text.</summary>
internal sealed class PostgresPassCollection : IPassCollection
{
    /// <summary>How often a chunk is tried again from its beginning when others are in the way.</summary>
    private const int Attempts = 5;

    private readonly NpgsqlConnection _connection;
    private readonly KeptTables _tables;
    private readonly QuarantineStore? _quarantine;
    private readonly CollectionTable _table;
    private readonly ReshapePass _pass;
    private readonly PassSets _sets;
    private readonly ShadowStore _shadow;
    private readonly string? _without;
    private readonly PassSql? _sql;
    private readonly string _kept;
    private readonly TimeProvider _time;
    private readonly OtherWriters _others;
    private ulong _transaction;
    private PassChunk? _next;

    private PostgresPassCollection(
        KeptTables tables, QuarantineStore? quarantine, CollectionTable table, ReshapePass pass, PassSets sets, ShadowStore shadow, string? without, OtherWriters others, TimeProvider time)
    {
        (_connection, _tables, _quarantine, _table, _pass, _sets, _shadow, _without, _others, _time) = (tables.Connection, tables, quarantine, table, pass, sets, shadow, without, others, time);
        _sql = pass.Server is null || !table.IsJsonb ? null : new PassSql(tables.Shadow, table, (CompiledReshape)pass.Server, without, sets.Restores);

        // No value is not the value null, which JSON could not tell apart.
        _kept = sets.Restores.Count == 0
            ? "NULL"
            : $"(SELECT jsonb_agg(jsonb_build_array(s.set_id, s.path, s.taken IS NULL, s.taken, s.put_hash) ORDER BY s.path)::text FROM {tables.Shadow} s "
                + $"WHERE s.set_id = ANY(ARRAY[{string.Join(", ", sets.Restores)}]::bigint[]) AND s.document = {table.Id})";
    }

    /// <param name="tables">The tables of what is kept, by the connection to use.</param>
    /// <param name="quarantine">The quarantine; null when there is no such table.</param>
    /// <param name="table">The collection.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="sets">The pass's sets of kept values.</param>
    /// <param name="shadow">What is kept in them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PostgresPassCollection> OpenAsync(
        KeptTables tables, QuarantineStore? quarantine, CollectionTable table, ReshapePass pass, PassSets sets, ShadowStore shadow, TimeProvider time, CancellationToken cancellationToken)
    {
        var without = quarantine is not null && await quarantine.AnyAsync(table.Name, cancellationToken) ? quarantine.Without(table) : null;
        return new PostgresPassCollection(tables, quarantine, table, pass, sets, shadow, without, new OtherWriters(), time);
    }

    /// <summary>The same for the same pass, by another connection.</summary>
    public PostgresPassCollection On(KeptTables tables, string store) =>
        new(tables, new QuarantineStore(tables, store), _table, _pass, _sets, new ShadowStore(tables, store), _without, _others, _time);

    /// <summary>Says that the transaction that is open is the pass's own.</summary>
    public async Task NoteOwnAsync(CancellationToken cancellationToken) => _transaction = await _others.NoteOwnAsync(_connection, cancellationToken);

    public bool KeysGrow => _table.Own;

    public async Task<PassRange> FixAsync(bool exactly, CancellationToken cancellationToken)
    {
        var last = await _connection.TextAsync(
            $"SELECT {_table.Key}::text FROM {_table.Sql} AS t WHERE {_table.HasDocument} ORDER BY {_table.Key} DESC LIMIT 1", cancellationToken);
        var range = new PassRange(UpTo: last is not null ? _table.KeyOf(last) : _table.Own ? new DocumentKey("0") : null);
        if (exactly && _table.Own)
        {
            await Writers.WaitAsync(_connection, _table, _time, cancellationToken);
        }

        return exactly && !_table.Own ? range with { Snapshot = await NoteAsync(cancellationToken) } : range;
    }

    public Task<long> CountAsync(PassRange range, CancellationToken cancellationToken) =>
        _connection.CountAsync($"SELECT count(*) FROM {_table.Sql} AS t WHERE {In(range)}", cancellationToken, After(range), UpTo(range));

    public Task<long> CountOutsideAsync(PassRange range, CancellationToken cancellationToken) =>
        _connection.CountAsync($"SELECT count(*) FROM {_table.Sql} AS t WHERE {_table.HasDocument} AND NOT ({_table.Within(range, _tables.Snapshot)})", cancellationToken, After(range), UpTo(range));

    public async Task<PassChunk?> NextAsync(PassRange rest, int most, CancellationToken cancellationToken)
    {
        await NoteOwnAsync(cancellationToken);
        var keys = $"(SELECT {_table.Key} AS key FROM {_table.Sql} AS t WHERE {In(rest)} ORDER BY {_table.Key} LIMIT $3) AS n";

        // Not every type has a greatest value.
        var next = await _connection.ListAsync(
            _table.Numbered
                ? $"SELECT max(n.key)::text, count(*) FROM {keys} HAVING count(*) > 0"
                : $"SELECT n.key::text, count(*) OVER () FROM {keys} ORDER BY n.key DESC LIMIT 1",
            row => new PassChunk(_table.KeyOf(row.GetString(0)), row.GetInt64(1)), cancellationToken, After(rest), UpTo(rest), most);
        return _next = next.FirstOrDefault();
    }

    public async Task<ServerChunk> ReshapeAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        if (_sql is null)
        {
            var left = await _connection.ListAsync(
                $"SELECT {_table.Key}::text FROM {_table.Sql} AS t WHERE {Range(chunk, _without)} ORDER BY {_table.Key}",
                row => _table.KeyOf(row.GetString(0)), cancellationToken, After(chunk), UpTo(chunk));
            return new ServerChunk(0, new long[_pass.Operations.Count], left);
        }

        for (var attempt = 1; ; attempt++)
        {
            // Compiled to machine code, a statement over one chunk would take longer than it saves.
            await _connection.ExecuteAsync("SET LOCAL jit = off; SAVEPOINT docmigrate_chunk", cancellationToken);
            try
            {
                var done = await ReshapeOnceAsync(chunk, cancellationToken);
                await _connection.ExecuteAsync("RELEASE SAVEPOINT docmigrate_chunk", cancellationToken);
                if (done.Changed + done.Shadowed.Sum() > 0)
                {
                    _others.NoteSavepoint(_transaction);
                }

                return done;
            }
            catch (PostgresException error) when (attempt < Attempts && error.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable)
            {
                // The others get on now that this one's locks are gone; those of the transaction's other chunks stay.
                await _connection.ExecuteAsync("ROLLBACK TO SAVEPOINT docmigrate_chunk", CancellationToken.None);
            }
        }
    }

    public IAsyncEnumerable<PassDocument> ReadAsync(PassRange range, int most, CancellationToken cancellationToken) =>
        ReadAsync($"{Range(range, _without)} ORDER BY {_table.Key} LIMIT $3 FOR UPDATE OF t", [After(range), UpTo(range), most], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken) =>
        ReadAsync(
            $"{_table.HasDocument} AND {_table.Key} = ANY($1::{_table.KeyType}[]) ORDER BY {_table.Key} FOR UPDATE OF t",
            [keys.Select(static key => CollectionTable.TextOf(key)).ToArray()], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadUncertainAsync(CancellationToken cancellationToken) =>
        ReadAsync(_sql is null ? $"{_table.HasDocument} AND {_without ?? PgSql.True}" : _sql.Deferred, [], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadSampleAsync(int? most, CancellationToken cancellationToken) => !_table.Numbered
        ? PassSample.OfAllAsync(this, most, cancellationToken)
        : PassSample.ByNumberAsync(
            this,
            most,
            async () => (
                await _connection.CountAsync($"SELECT min({_table.Key}) FROM {_table.Sql} AS t", cancellationToken),
                await _connection.CountAsync($"SELECT max({_table.Key}) FROM {_table.Sql} AS t", cancellationToken)),
            after => ReadAsync(
                $"{_table.HasDocument} AND {_table.Key} > $1::{_table.KeyType} AND {_without ?? PgSql.True} ORDER BY {_table.Key} LIMIT 1",
                [after.ToString(CultureInfo.InvariantCulture)], cancellationToken),
            cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadBehindAsync(PassRange range, IReadOnlyList<ShapeTest>? tests, int most, CancellationToken cancellationToken) =>
        ReadAsync(
            $"{Range(range, _quarantine?.Without(_table))} AND {(_table.IsJsonb ? ShapeSql.Any(tests, _table.Document) : PgSql.True)} ORDER BY {_table.Key} LIMIT $3 FOR UPDATE OF t",
            [After(range), UpTo(range), most], cancellationToken);

    public async Task<IReadOnlyList<DocumentKey>> WriteAsync(IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        await DocumentUpdates.WriteAsync(
            _connection,
            _table,
            [.. documents.Where(static document => document.Change is not null).Select(static document => (CollectionTable.TextOf(document.Stored.Key), document.Change!))],
            cancellationToken);
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
        var migrations = listed.ToDictionary(static item => item.Key, static item => item.Migration);
        await foreach (var document in ReadAsync([.. migrations.Keys], cancellationToken))
        {
            yield return new ListedDocument(document, migrations[document.Key]);
        }
    }

    public Task ReleaseAsync(IReadOnlyList<PassDocument> documents, CancellationToken cancellationToken) =>
        _quarantine!.ReleaseAsync(_table, [.. documents.Select(static document => ((DocumentId)document.Id).Json)], cancellationToken);

    public async Task QuarantineAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            await _quarantine!.AddAsync(entry, cancellationToken);
        }
    }

    public Task<bool> MayHaveChangedAsync(CancellationToken cancellationToken) => _others.WroteAsync(_connection, cancellationToken);

    public async Task<bool> FinishAsync(PassRange range, CancellationToken cancellationToken)
    {
        foreach (var migration in _pass.Migrations)
        {
            await _quarantine!.ReleaseAsync(_table, migration, _pass.First(migration), _pass.Opposite, range.UpTo, cancellationToken);
        }

        if (range.Snapshot is { } snapshot && _sets.Ends(snapshot) && !await _tables.ForgetAsync(snapshot, cancellationToken))
        {
            return false;
        }

        return await _shadow.ForgetAsync(_sets, _table, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string After(PassRange range) => CollectionTable.TextOf(range.After);

    private static string UpTo(PassRange range) => CollectionTable.TextOf(range.UpTo);

    /// <summary>The condition of the documents of a range; <c>$1</c> and <c>$2</c> are its borders.</summary>
    private string In(PassRange range) => $"{_table.HasDocument} AND {_table.Within(range, _tables.Snapshot)}";

    private string Range(PassRange range, string? without) => without is null ? In(range) : $"{In(range)} AND {without}";

    /// <summary>Notes which documents are there. What a transaction that is open inserts is none of them.</summary>
    private async Task<string> NoteAsync(CancellationToken cancellationToken)
    {
        await _tables.CreateSnapshotAsync(cancellationToken);
        await _connection.ExecuteAsync($"DELETE FROM {_tables.Snapshot} WHERE pass = $1", cancellationToken, _sets.Snapshot);
        await _connection.ExecuteAsync(
            $"INSERT INTO {_tables.Snapshot} (pass, document) SELECT $1, {_table.Id} FROM {_table.Sql} AS t WHERE {_table.HasDocument}", cancellationToken, _sets.Snapshot);
        return _sets.Snapshot;
    }

    private async Task<ServerChunk> ReshapeOnceAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        var (within, after, upTo) = (In(chunk), After(chunk), UpTo(chunk));
        var shadowed = new long[_pass.Operations.Count];
        foreach (var keep in ((CompiledReshape)_pass.Server!).Keeps)
        {
            shadowed[keep.Operation] += await _connection.ExecuteAsync(_sql!.Keep(keep, _sets.Fill(keep.Operation), within), cancellationToken, after, upTo);
        }

        var changed = 0L;
        var left = new List<DocumentKey>();
        var documents = _next is { } next && next.To.Equals(chunk.UpTo) ? next.Documents : long.MaxValue;
        await using var command = _connection.Command(_sql!.Update(within, _sets.Fill), after, upTo, documents);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.IsDBNull(0))
            {
                changed = reader.GetInt64(1);
            }
            else
            {
                left.Add(_table.KeyOf(reader.GetString(0)));
            }
        }

        return new ServerChunk(changed, shadowed, left);
    }

    private async IAsyncEnumerable<PassDocument> ReadAsync(string condition, object[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = _connection.Command($"SELECT {_table.Key}::text, {_table.Id}, {_table.Document}::text, {_kept} FROM {_table.Sql} AS t WHERE {condition}", values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new PassDocument(_table.KeyOf(reader.GetString(0)), new DocumentId(reader.GetString(1)), reader.GetString(2))
            {
                Kept = reader.Text(3) is { } kept ? ShadowStore.Restored(_sets, Kept(kept)) : null,
            };
        }
    }

    private static ILookup<long, KeptValue> Kept(string json)
    {
        using var rows = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DocumentReader.MaxDepth + 10 });
        return rows.RootElement.EnumerateArray().ToLookup(
            static row => row[0].GetInt64(),
            static row => new KeptValue(
                JsonSerializer.Deserialize<DocumentPath>(row[1].GetString()!)!, row[2].GetBoolean() ? null : DocumentReader.ReadValue(row[3].GetRawText()), row[4].GetString() is { Length: > 0 } hash ? hash : null));
    }
}
