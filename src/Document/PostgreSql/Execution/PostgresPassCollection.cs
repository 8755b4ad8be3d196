using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>A collection's table, opened for a pass. Keys are <c>seq</c>; ids are JSON text.</summary>
internal sealed class PostgresPassCollection : IPassCollection
{
    /// <summary>How often a chunk is tried again from its beginning when others are in the way.</summary>
    private const int Attempts = 5;

    private readonly NpgsqlConnection _connection;
    private readonly QuarantineStore? _quarantine;
    private readonly CollectionTable _table;
    private readonly ReshapePass _pass;
    private readonly PassSets _sets;
    private readonly string? _without;
    private readonly PassSql? _sql;
    private readonly string _kept;
    private readonly TimeProvider _time;
    private readonly OtherWriters _others;
    private PassChunk? _next;

    private PostgresPassCollection(
        KeptTables tables, QuarantineStore? quarantine, CollectionTable table, ReshapePass pass, PassSets sets, string? without, TimeProvider time)
    {
        (_connection, _quarantine, _table, _pass, _sets, _without, _time) = (tables.Connection, quarantine, table, pass, sets, without, time);
        _others = new OtherWriters(_connection);
        _sql = pass.Server is null ? null : new PassSql(tables.Shadow, table, (CompiledReshape)pass.Server, without, sets.Restores);

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
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PostgresPassCollection> OpenAsync(
        KeptTables tables, QuarantineStore? quarantine, CollectionTable table, ReshapePass pass, PassSets sets, TimeProvider time, CancellationToken cancellationToken)
    {
        var without = quarantine is not null && await quarantine.AnyAsync(table.Name, cancellationToken) ? quarantine.Without(table) : null;
        return new PostgresPassCollection(tables, quarantine, table, pass, sets, without, time);
    }

    public async Task<PassRange> FixAsync(bool exactly, CancellationToken cancellationToken)
    {
        var last = await _connection.CountAsync($"SELECT max(t.seq) FROM {_table.Sql} AS t", cancellationToken);
        if (exactly)
        {
            await Writers.WaitAsync(_connection, _table, _time, cancellationToken);
        }

        return new PassRange(UpTo: Key(last));
    }

    public Task<long> CountAsync(PassRange range, CancellationToken cancellationToken) =>
        _connection.CountAsync($"SELECT count(*) FROM {_table.Sql} AS t WHERE {PassSql.InChunk}", cancellationToken, After(range), UpTo(range));

    public Task<long> CountOutsideAsync(PassRange range, CancellationToken cancellationToken) =>
        _connection.CountAsync($"SELECT count(*) FROM {_table.Sql} AS t WHERE t.seq > $1", cancellationToken, UpTo(range));

    public async Task<PassChunk?> NextAsync(PassRange rest, int most, CancellationToken cancellationToken)
    {
        await _others.NoteOwnAsync(cancellationToken);
        var next = await _connection.ListAsync(
            $"SELECT max(seq), count(*) FROM (SELECT t.seq FROM {_table.Sql} AS t WHERE {PassSql.InChunk} ORDER BY t.seq LIMIT $3) AS n",
            static row => row.IsDBNull(0) ? null : new PassChunk(Key(row.GetInt64(0)), row.GetInt64(1)), cancellationToken, After(rest), UpTo(rest), most);
        return _next = next[0];
    }

    public async Task<ServerChunk> ReshapeAsync(PassRange chunk, CancellationToken cancellationToken)
    {
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
                    _others.NoteSavepoint();
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
        ReadAsync($"{PassSql.Range(_without)} ORDER BY t.seq LIMIT $3 FOR UPDATE OF t", [After(range), UpTo(range), most], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken) =>
        ReadAsync("t.seq = ANY($1) ORDER BY t.seq FOR UPDATE OF t", [keys.Select(Seq).ToArray()], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadUncertainAsync(CancellationToken cancellationToken) =>
        ReadAsync(_sql is null ? _without ?? PgSql.True : _sql.Deferred, [], cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadSampleAsync(int? most, CancellationToken cancellationToken) => PassSample.ByNumberAsync(
        this,
        most,
        async () => (
            await _connection.CountAsync($"SELECT min(t.seq) FROM {_table.Sql} AS t", cancellationToken),
            await _connection.CountAsync($"SELECT max(t.seq) FROM {_table.Sql} AS t", cancellationToken)),
        after => ReadAsync($"{PassSql.Range(_without)} ORDER BY t.seq LIMIT 1", [after, long.MaxValue], cancellationToken),
        cancellationToken);

    public IAsyncEnumerable<PassDocument> ReadBehindAsync(PassRange range, IReadOnlyList<ShapeTest>? tests, int most, CancellationToken cancellationToken) =>
        ReadAsync($"{PassSql.Range(_quarantine?.Without(_table))} AND {ShapeSql.Any(tests, CollectionTable.Stored)} ORDER BY t.seq LIMIT $3 FOR UPDATE OF t", [After(range), UpTo(range), most], cancellationToken);

    public async Task<IReadOnlyList<DocumentKey>> WriteAsync(IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        await DocumentUpdates.WriteAsync(
            _connection,
            _table,
            [.. documents.Where(static document => document.Change is not null).Select(static document => (Seq(document.Stored.Key), document.Change!))],
            cancellationToken);
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

    public Task ReleaseAsync(IReadOnlyList<PassDocument> documents, CancellationToken cancellationToken) =>
        _quarantine!.ReleaseAsync(_table, [.. documents.Select(static document => ((DocumentId)document.Id).Json)], cancellationToken);

    public async Task QuarantineAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            await _quarantine!.AddAsync(entry, cancellationToken);
        }
    }

    public Task<bool> MayHaveChangedAsync(CancellationToken cancellationToken) => _others.WroteAsync(cancellationToken);

    public async Task<bool> FinishAsync(PassRange range, CancellationToken cancellationToken)
    {
        foreach (var migration in _pass.Migrations)
        {
            await _quarantine!.ReleaseAsync(_table, migration, _pass.First(migration), _pass.Opposite, UpTo(range), cancellationToken);
        }

        return await _sets.ForgetAsync(_table, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static DocumentKey Key(long seq) => new(seq.ToString(CultureInfo.InvariantCulture));

    private static long Seq(DocumentKey key) => long.Parse(key.Json, CultureInfo.InvariantCulture);

    private static long After(PassRange range) => range.After is { } key ? Seq(key) : long.MinValue;

    private static long UpTo(PassRange range) => range.UpTo is { } key ? Seq(key) : long.MaxValue;

    private async Task<ServerChunk> ReshapeOnceAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        var (after, upTo) = (After(chunk), UpTo(chunk));
        var shadowed = new long[_pass.Operations.Count];
        foreach (var keep in ((CompiledReshape)_pass.Server!).Keeps)
        {
            shadowed[keep.Operation] += await _connection.ExecuteAsync(_sql!.Keep(keep, _sets.Fill(keep.Operation)), cancellationToken, after, upTo);
        }

        var changed = 0L;
        var left = new List<DocumentKey>();
        var documents = _next is { } next && next.To.Equals(chunk.UpTo) ? next.Documents : long.MaxValue;
        await using var command = _connection.Command(_sql!.Update(_sets.Fill), after, upTo, documents);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.IsDBNull(0))
            {
                changed = reader.GetInt64(1);
            }
            else
            {
                left.Add(Key(reader.GetInt64(0)));
            }
        }

        return new ServerChunk(changed, shadowed, left);
    }

    private async IAsyncEnumerable<PassDocument> ReadAsync(string condition, object[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = _connection.Command($"SELECT t.seq, {_table.Id}, t.{CollectionTable.Column}::text, {_kept} FROM {_table.Sql} AS t WHERE {condition}", values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new PassDocument(Key(reader.GetInt64(0)), new DocumentId(reader.GetString(1)), reader.GetString(2))
            {
                Kept = reader.Text(3) is { } kept ? _sets.Restored(Kept(kept)) : null,
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
