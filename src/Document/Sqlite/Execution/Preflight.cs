using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Planning;
using DocMigrate.Running;
using Microsoft.Data.Sqlite;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>
/// Runs the pending operations of each collection over its documents without writing, up to the first step that changes the collection itself. The server
/// picks out the documents that its expressions are not exact for, which is few; those go through the in-process executor.
/// </summary>
/// <param name="tables">The tables of what is kept, by the connection that reads.</param>
/// <param name="store">The store's name.</param>
/// <param name="observer">Is told what is checked.</param>
/// <param name="begun">The migrations that an earlier run stopped in: their collections are half old and half new, so nothing can be said of them before.</param>
/// <param name="time">The clock.</param>
internal sealed class Preflight(KeptTables tables, string store, IRunObserver observer, IReadOnlySet<MigrationId> begun, TimeProvider time)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(250);

    private readonly SqliteConnection _connection = tables.Connection;

    public async Task RunAsync(IReadOnlyList<PlanStep> steps, CancellationToken cancellationToken)
    {
        var kept = await tables.ExistAsync(cancellationToken);
        foreach (var chain in Chains(steps))
        {
            if (chain.Any(static planned => CanFail(planned.Operation))
                && await CollectionTable.FindAsync(_connection, chain[0].Operation.Collection, cancellationToken) is { } table)
            {
                observer.OnEvent(new PreflightEvent(store, table.Name));
                await CheckAsync(table, chain, kept, cancellationToken);
            }
        }
    }

    private static bool CanFail(ReshapeOperation operation) => operation switch
    {
        AddFieldOperation or RemoveFieldOperation or RestoreFieldOperation => false,
        ForEachOperation each => each.OnError == OnError.Fail || each.Operations.Any(CanFail),
        _ => operation.TouchesDocuments && operation.OnError == OnError.Fail,
    };

    /// <summary>For each collection the reshapes that can be checked on the documents as they are now.</summary>
    private IEnumerable<List<PendingReshape>> Chains(IReadOnlyList<PlanStep> steps)
    {
        var chains = new Dictionary<string, List<PendingReshape>>(StringComparer.Ordinal);
        var closed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (step, planned) in steps.SelectMany(static step => step.Operations.Select(planned => (step, planned))))
        {
            var operation = (DocumentOperation?)planned.Effective;
            if (operation is not null && begun.Contains(step.Migration))
            {
                closed.Add(operation.Collection);
            }
            else if (operation is ReshapeOperation reshape && !closed.Contains(reshape.Collection))
            {
                if (!chains.TryGetValue(reshape.Collection, out var chain))
                {
                    chains[reshape.Collection] = chain = [];
                }

                chain.Add(new PendingReshape(step, planned, reshape));
            }
            else if (operation is not null and not ReshapeOperation and not CreateDocumentIndexOperation and not DropDocumentIndexOperation)
            {
                closed.Add(operation.Collection);
            }
        }

        return chains.Values;
    }

    private async Task CheckAsync(CollectionTable table, List<PendingReshape> chain, bool kept, CancellationToken cancellationToken)
    {
        var operations = chain.Select(static planned => planned.Operation).ToValueList();
        var quarantine = new QuarantineStore(tables, store);
        var without = kept && await quarantine.AnyAsync(table.Name, cancellationToken) ? quarantine.Without(table) : null;
        var restores = kept ? await RestoresAsync(chain, cancellationToken) : new long?[chain.Count];
        var server = ReshapeCompiler.Compile(operations, CollectionTable.Column);
        var sql = server is null ? null : new PassSql(tables.Shadow, table, server, without, [.. restores.OfType<long>()]);
        sql?.Register(_connection, [], []);
        var numbers = sql?.Deferred ?? $"SELECT seq FROM {table.Sql} WHERE {PassSql.Range(without)}";
        var pipeline = new ReshapePipeline(operations);
        var samples = new List<string>();
        var failed = 0L;
        var done = 0L;
        var reported = time.GetTimestamp();
        var shadow = new ShadowStore(tables, store);
        await using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT seq, _id, json({CollectionTable.Column}) FROM {table.Sql} WHERE seq IN ({numbers})";
        command.Parameters.AddWithValue("$1", 0L);
        command.Parameters.AddWithValue("$2", long.MaxValue);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Who waits for the lock takes silence for a holder that hangs.
            done++;
            if (time.GetElapsedTime(reported) >= BetweenReports)
            {
                reported = time.GetTimestamp();
                observer.OnEvent(new PreflightEvent(store, table.Name) { Done = done });
            }

            var id = reader.GetValue(1);
            if (await MisfitAsync(pipeline, shadow, restores, id, reader.GetString(2), cancellationToken) is { Policy: OnError.Fail } misfit)
            {
                failed++;
                if (samples.Count < Misfits.Samples)
                {
                    samples.Add(Misfits.Describe(id, misfit));
                }
            }
        }

        if (failed > 0)
        {
            throw Misfits.Error(AsPass(chain, server), table.Name, failed, samples);
        }
    }

    private static async Task<Misfit?> MisfitAsync(
        ReshapePipeline pipeline, ShadowStore shadow, long?[] restores, object id, string text, CancellationToken cancellationToken)
    {
        var kept = new IReadOnlyList<KeptValue>[restores.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = restores[i] is { } set ? await shadow.LoadAsync(set, id, cancellationToken) : [];
        }

        JObject document;
        try
        {
            document = DocumentReader.Read(text);
        }
        catch (DataException)
        {
            // It will be quarantined, whatever the operations say.
            return null;
        }

        return pipeline.Apply(document, i => kept[i]).Misfit;
    }

    private async Task<long?[]> RestoresAsync(List<PendingReshape> chain, CancellationToken cancellationToken)
    {
        var shadow = new ShadowStore(tables, store);
        var sets = new long?[chain.Count];
        for (var i = 0; i < sets.Length; i++)
        {
            var (step, planned) = (chain[i].Step, chain[i].Planned);
            var opposite = step.Direction == Direction.Forward ? Direction.Backward : Direction.Forward;
            var set = await shadow.FindAsync(step.Migration, planned.Index, opposite, cancellationToken);
            sets[i] = set is { } known && await shadow.AnyAsync(known, cancellationToken) ? known : null;
        }

        return sets;
    }

    private static ReshapePass AsPass(List<PendingReshape> chain, CompiledReshape? server) => new()
    {
        Position = 0,
        Planned = chain.Select(static planned => planned.Planned).ToValueList(),
        Operations = chain.Select(static planned => planned.Operation).ToValueList(),
        Server = server,
    };
}
