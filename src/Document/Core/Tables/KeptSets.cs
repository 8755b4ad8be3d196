using System.Globalization;
using System.Text.Json;
using DocMigrate.Backends;
using DocMigrate.Document.Values;
using DocMigrate.Keeping;

namespace DocMigrate.Document.Tables;

/// <summary>
/// The values that operations took away, in sets: one for each operation of a migration and direction; and the tables of dropped collections, which were moved aside. Of a store whose
/// collections are tables of a SQL database: the backend adds how values are written and read. The tables must exist.
/// </summary>
/// <param name="session">The connection that works on them.</param>
/// <param name="sets">The table of sets, as SQL.</param>
/// <param name="shadow">The table of values, as SQL.</param>
/// <param name="store">The store's name.</param>
public abstract class KeptSets(ISqlSession session, string sets, string shadow, string store)
{
    private const string Mine = "store = $1 AND module = $2 AND name = $3";

    /// <summary>The set of an operation and direction; made when it is not there.</summary>
    public async Task<long> SetAsync(MigrationId migration, int operation, Direction direction, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            $"INSERT INTO {sets} (store, module, name, operation, direction) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            [store, migration.Module, migration.Name, operation, direction.ToString()],
            cancellationToken);
        return (await FindAsync(migration, operation, direction, cancellationToken))!.Value;
    }

    /// <summary>The set of an operation and direction, or null.</summary>
    public async Task<long?> FindAsync(MigrationId migration, int operation, Direction direction, CancellationToken cancellationToken) => (long?)await session.ScalarAsync(
        $"SELECT id FROM {sets} WHERE {Mine} AND operation = $4 AND direction = $5",
        [store, migration.Module, migration.Name, operation, direction.ToString()],
        cancellationToken);

    /// <summary>Whether the set has values.</summary>
    public async Task<bool> AnyAsync(long set, CancellationToken cancellationToken) =>
        await session.ScalarAsync($"SELECT 1 FROM {shadow} WHERE set_id = $1 LIMIT 1", [set], cancellationToken) is not null;

    /// <summary>How many values, and documents of dropped collections, are kept for a migration.</summary>
    public async Task<long> CountAsync(MigrationId migration, CancellationToken cancellationToken)
    {
        object[] values = [store, migration.Module, migration.Name];
        var count = await CountAsync($"SELECT count(taken) FROM {shadow} WHERE set_id IN (SELECT id FROM {sets} WHERE {Mine})", values, cancellationToken);
        foreach (var table in await AsideAsync(values, cancellationToken))
        {
            count += await CountAsync($"SELECT count(*) FROM {AsideSql(table)}", [], cancellationToken);
        }

        return count;
    }

    /// <summary>What is kept, by migration, operation and direction; sets that hold marks alone are left out.</summary>
    public async Task<IReadOnlyList<KeptAside>> ListAsync(CancellationToken cancellationToken)
    {
        var kept = await session.ListAsync(
            $"""
            SELECT s.module, s.name, s.operation, s.direction, count(k.taken), CAST(coalesce(sum(length(CAST(k.taken AS text))), 0) AS bigint), s.aside_table
            FROM {sets} s LEFT JOIN {shadow} k ON k.set_id = s.id AND k.taken IS NOT NULL
            WHERE s.store = $1 GROUP BY s.id
            """,
            row => (
                Kept: new KeptAside(
                    store, new MigrationId(row.Text(0), row.Text(1)), (int)row.Number(2), Enum.Parse<Direction>(row.Text(3)), row.Number(4), row.Number(5)),
                Aside: row.TextOrNull(6)),
            [store],
            cancellationToken);
        var result = new List<KeptAside>();
        foreach (var (values, aside) in kept)
        {
            var documents = aside is null ? 0 : await CountAsync($"SELECT count(*) FROM {AsideSql(aside)}", [], cancellationToken);
            if (values.Values + documents > 0)
            {
                result.Add(values with { Values = values.Values + documents, Bytes = aside is null ? values.Bytes : null });
            }
        }

        return
        [
            .. result.OrderBy(static item => item.Migration.Module, StringComparer.Ordinal).ThenBy(static item => item.Migration.Name, StringComparer.Ordinal)
                .ThenBy(static item => item.Operation).ThenBy(static item => item.Direction.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>Forgets what is kept for a migration: values, and collections that were moved aside. Marks stay, for without them the way back would change what it must not.</summary>
    /// <returns>How many values and documents.</returns>
    public async Task<long> PurgeAsync(MigrationId migration, CancellationToken cancellationToken)
    {
        var purged = await CountAsync(migration, cancellationToken);
        object[] values = [store, migration.Module, migration.Name];
        await session.ExecuteAsync(
            $"DELETE FROM {shadow} WHERE taken IS NOT NULL AND set_id IN (SELECT id FROM {sets} WHERE {Mine})", values, cancellationToken);
        foreach (var table in await AsideAsync(values, cancellationToken))
        {
            await session.ExecuteAsync($"DROP TABLE {AsideSql(table)}", [], cancellationToken);
        }

        await session.ExecuteAsync($"UPDATE {sets} SET aside_table = NULL, aside_indexes = NULL WHERE {Mine}", values, cancellationToken);
        return purged;
    }

    /// <summary>Deletes the marks that stand for restored values: the direction that made them goes on no more, but the one whose values they were begins anew.</summary>
    public Task ForgetRestoredAsync(long set, CancellationToken cancellationToken) =>
        session.ExecuteAsync($"DELETE FROM {shadow} WHERE set_id = $1 AND put_hash = ''", [set], cancellationToken);

    /// <summary>The table that an operation moved aside, as it was noted; null when there is none.</summary>
    public async Task<MovedAside?> FindAsideAsync(MigrationId migration, int operation, Direction direction, CancellationToken cancellationToken) =>
        (await session.ListAsync(
            $"SELECT id, aside_table, aside_indexes FROM {sets} WHERE {Mine} AND operation = $4 AND direction = $5 AND aside_table IS NOT NULL",
            static row => new MovedAside(row.Number(0), row.Text(1), row.Text(2)),
            [store, migration.Module, migration.Name, operation, direction.ToString()],
            cancellationToken)).FirstOrDefault();

    /// <summary>Notes that a table was moved aside.</summary>
    public Task NoteAsideAsync(MovedAside aside, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(aside);
        return session.ExecuteAsync(
            $"UPDATE {sets} SET aside_table = $2, aside_indexes = $3 WHERE id = $1", [aside.Set, aside.Table, aside.Indexes], cancellationToken);
    }

    /// <summary>Notes that a table which was moved aside is back in its place.</summary>
    public Task ForgetAsideAsync(MovedAside aside, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(aside);
        return session.ExecuteAsync($"UPDATE {sets} SET aside_table = NULL, aside_indexes = NULL WHERE id = $1", [aside.Set], cancellationToken);
    }

    /// <summary>A path as it is stored.</summary>
    public static string Path(DocumentPath path) => JsonSerializer.Serialize(path);

    /// <summary>The name of a table that was moved aside, as SQL.</summary>
    /// <param name="table">The table, as it was noted.</param>
    protected abstract string AsideSql(string table);

    private Task<List<string>> AsideAsync(object[] values, CancellationToken cancellationToken) =>
        session.ListAsync($"SELECT aside_table FROM {sets} WHERE {Mine} AND aside_table IS NOT NULL", static row => row.Text(0), values, cancellationToken);

    private async Task<long> CountAsync(string sql, object[] values, CancellationToken cancellationToken) =>
        Convert.ToInt64(await session.ScalarAsync(sql, values, cancellationToken), CultureInfo.InvariantCulture);
}
