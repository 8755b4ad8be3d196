using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>Does a pass's operations in process, on the documents that the server leaves to it, in the transaction that is open.</summary>
internal sealed class ClientReshaper : IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteConnection _connection;
    private readonly CollectionTable _table;
    private readonly ReshapePass _pass;
    private readonly PassSets _sets;
    private readonly QuarantineStore _quarantine;
    private readonly PlanStep _step;
    private readonly TimeProvider _time;
    private readonly ReshapePipeline _pipeline;
    private readonly DocumentUpdates _updates;
    private readonly SqliteCommand _read;

    public ClientReshaper(
        SqliteDatabase database, CollectionTable table, ReshapePass pass, PassSets sets, QuarantineStore quarantine, PlanStep step, TimeProvider time)
    {
        (_database, _connection, _table, _pass, _sets, _quarantine, _step, _time) = (database, database.Connection, table, pass, sets, quarantine, step, time);
        _pipeline = new ReshapePipeline(pass.Operations);
        _updates = new DocumentUpdates(_connection, table);
        _read = _connection.CreateCommand();
        _read.CommandText = $"SELECT seq, _id, json({CollectionTable.Column}) FROM {table.Sql} WHERE seq = $seq";
        _read.Parameters.Add("$seq", SqliteType.Integer);
    }

    /// <summary>Does the documents of these numbers.</summary>
    /// <exception cref="DataException">A document does not fit, and the policy is to fail.</exception>
    public async Task<StepCounts> RunAsync(IEnumerable<long> numbers, CancellationToken cancellationToken)
    {
        var counts = StepCounts.Zero;
        foreach (var seq in numbers)
        {
            _read.Parameters["$seq"].Value = seq;
            StoredRow row;
            await using (var reader = await _read.ExecuteReaderAsync(cancellationToken))
            {
                await reader.ReadAsync(cancellationToken);
                row = Row(reader);
            }

            counts += await RunAsync(row, cancellationToken);
            _database.Worked();
        }

        return counts;
    }

    /// <summary>Does the documents of a chunk.</summary>
    /// <exception cref="DataException">A document does not fit, and the policy is to fail.</exception>
    public async Task<StepCounts> RunAsync(long after, long upTo, string? without, CancellationToken cancellationToken)
    {
        // Their numbers only: documents may be large, and are read one by one.
        var numbers = await _connection.ListAsync(
            $"SELECT seq FROM {_table.Sql} WHERE {PassSql.Range(without)} ORDER BY seq", static row => row.GetInt64(0), cancellationToken, after, upTo);
        return await RunAsync(numbers, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _updates.DisposeAsync();
        await _read.DisposeAsync();
    }

    private static StoredRow Row(SqliteDataReader reader) => new(reader.GetInt64(0), reader.GetValue(1), reader.GetString(2));

    private async Task<StepCounts> RunAsync(StoredRow row, CancellationToken cancellationToken)
    {
        JObject document;
        try
        {
            document = DocumentReader.Read(row.Text);
        }
        catch (DataException error)
        {
            // What can't be held exactly is never changed, whatever the operation's policy.
            return await QuarantineAsync(row, _pass.First, DocumentPath.Root, $"can't be read exactly: {error.Message}", cancellationToken);
        }

        var kept = await _sets.LoadAsync(row.Id, cancellationToken);
        var outcome = Apply(document, kept, row.Id);
        if (outcome.Misfit is { } misfit)
        {
            return misfit.Policy == OnError.Fail
                ? throw Misfits.Error(_pass, _table.Name, 1, [Misfits.Describe(row.Id, misfit)])
                : await QuarantineAsync(row, _pass.Planned[misfit.Operation].Index, misfit.Path, misfit.Reason, cancellationToken);
        }

        if (outcome.Changed)
        {
            Misfits.RequireSameId(document, outcome.Document, row.Id, _table.Name);
            await _updates.WriteAsync(row.Seq, document, outcome.Document, cancellationToken);
        }

        var shadowed = await _sets.SaveAsync(row.Id, outcome.Kept, cancellationToken);
        if (kept is not null)
        {
            await _sets.ReleaseAsync(row.Id, cancellationToken);
        }

        return new StepCounts(Changed: outcome.Changed ? 1 : 0, Shadowed: shadowed);
    }

    private ReshapeOutcome Apply(JObject document, IReadOnlyList<IReadOnlyList<KeptValue>>? kept, object id)
    {
        try
        {
            return _pipeline.Apply(document, kept is null ? null : i => kept[i]);
        }
        catch (DataException error)
        {
            throw new DataException(
                error.Code, $"Collection '{_table.Name}', _id {Convert.ToString(id, CultureInfo.InvariantCulture)}: {error.Message}", error.Remedy, error);
        }
    }

    private async Task<StepCounts> QuarantineAsync(StoredRow row, int operation, DocumentPath path, string reason, CancellationToken cancellationToken)
    {
        await _quarantine.AddAsync(
            new QuarantineEntry
            {
                Collection = _table.Name,
                Document = row.Id,
                Migration = _step.Migration,
                Direction = _step.Direction,
                FirstOperation = _pass.First,
                Operation = operation,
                Path = path,
                Reason = reason,
                ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(row.Text)).AsSpan(0, 16)),
                At = _time.GetUtcNow(),
            },
            cancellationToken);
        return new StepCounts(Quarantined: 1);
    }
}
