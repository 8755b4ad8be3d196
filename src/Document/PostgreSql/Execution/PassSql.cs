using System.Globalization;
using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>The statements of a pass. Those of a chunk get its condition (<see cref="CollectionTable.Within"/>); <c>$3</c> is how many documents it has. The collection's table is <c>t</c>.</summary>
internal sealed class PassSql
{
    private readonly string _shadow;
    private readonly CollectionTable _table;
    private readonly CompiledReshape _reshape;
    private readonly string? _without;
    private readonly string _needs;
    private readonly string _guard;

    /// <param name="shadow">The table of kept values.</param>
    /// <param name="table">The collection.</param>
    /// <param name="reshape">The operations.</param>
    /// <param name="without">A condition that leaves documents out; null when all are in.</param>
    /// <param name="restores">The sets of kept values from which documents may have something to restore: that is done in process.</param>
    public PassSql(string shadow, CollectionTable table, CompiledReshape reshape, string? without, IReadOnlyList<long> restores)
    {
        (_shadow, _table, _reshape, _without) = (shadow, table, reshape, without);
        var kept = restores.Count == 0 ? null : $"EXISTS (SELECT 1 FROM {shadow} s WHERE s.set_id = ANY({Numbers(restores)}) AND s.document = {table.Id})";
        _needs = kept is null ? reshape.Needs : $"({reshape.Needs} OR {kept})";
        _guard = kept is null ? reshape.Guard : $"({reshape.Guard} AND NOT {kept})";
    }

    /// <summary>The documents that are left to the in-process executor.</summary>
    public string Deferred => Joined(_table.HasDocument, _without, _needs, $"({_guard}) IS NOT TRUE");

    /// <summary>What the document of a row will be; NULL where that is the in-process executor's to say.</summary>
    public string Image =>
        $"CASE {Stays(_table, _without)}WHEN ({_needs}) IS NOT FALSE THEN CASE WHEN {_guard} THEN {_reshape.Expression} END ELSE {_table.Document} END";

    /// <summary>The same where the operations are done in process.</summary>
    /// <param name="table">The collection.</param>
    /// <param name="without">A condition that leaves documents out, which stay as they are; null when all are in.</param>
    public static string ImageInProcess(CollectionTable table, string? without) => without is null ? $"NULL::{table.Type}" : $"CASE {Stays(table, without)}END";

    /// <summary>The change as a person reads it.</summary>
    public string Script => $"UPDATE {_table.Sql} AS t SET {_table.Column} = {_reshape.Expression}\nWHERE {Joined(_table.Own ? null : _table.HasDocument, _needs, _guard)};";

    /// <summary>
    /// Changes the documents that it can, and gives a row with the number of them and no key, and a row for each that it leaves: those of the statement's snapshot
    /// that need work and were not changed, for whatever reason. So a document that somebody writes meanwhile is looked at again, under a lock. These are looked for only
    /// where fewer were changed than the chunk has.
    /// </summary>
    /// <param name="chunk">The chunk's condition.</param>
    /// <param name="sets">The set that each operation of the pass fills.</param>
    public string Update(string chunk, Func<int, long> sets)
    {
        // What is to be kept was kept just now, unless the document was changed since: then it is left. A value by its key: for EXISTS the server might read the whole set, chunk for chunk.
        var kept = _reshape.Keeps.Select(keep =>
            $"(({keep.When}) IS NOT TRUE OR (SELECT s.taken IS NOT DISTINCT FROM {keep.Taken} FROM {_shadow} s WHERE s.set_id = {Number(sets(keep.Operation))} AND s.document = {_table.Id} AND s.path = {Path(keep)}))");
        return $"""
            WITH changed AS (
              UPDATE {_table.Sql} AS t SET {_table.Column} = {_reshape.Expression}
              WHERE {chunk} AND {Joined([_without, _needs, _guard, .. kept])}
              RETURNING {_table.Key} AS key)
            SELECT NULL::text, count(*) FROM changed
            UNION ALL
            SELECT {_table.Key}::text, 0 FROM {_table.Sql} AS t WHERE (SELECT count(*) FROM changed) < $3 AND {chunk} AND {Joined(_without, _needs)}
              AND NOT EXISTS (SELECT 1 FROM changed c WHERE c.key = {_table.Key})
            """;
    }

    /// <summary>Keeps aside what one operation takes away from the documents that <see cref="Update"/> changes, and locks these. They are few as a rule, so that is asked first.</summary>
    public string Keep(ServerKeep keep, long set, string chunk) => $"""
        INSERT INTO {_shadow} (set_id, document, path, taken, put_hash)
        SELECT {Number(set)}, {_table.Id}, {Path(keep)}, {keep.Taken}, {keep.PutHash} FROM {_table.Sql} AS t
        WHERE {Joined(chunk, _without, PgSql.InOrder(keep.When, Joined(_needs, _guard)))}
        FOR UPDATE OF t
        ON CONFLICT (set_id, document, path) DO UPDATE SET taken = excluded.taken, put_hash = excluded.put_hash
        """;

    private static string Stays(CollectionTable table, string? without) => without is null ? "" : $"WHEN NOT {without} THEN {table.Document} ";

    private static string Path(ServerKeep keep) => PgSql.Text(ShadowStore.Path(DocumentPath.Of(keep.Path.AsSpan())));

    private static string Joined(params IEnumerable<string?> conditions) => string.Join("\n  AND ", conditions.OfType<string>());

    private static string Numbers(IEnumerable<long> numbers) => $"ARRAY[{string.Join(", ", numbers.Select(Number))}]::bigint[]";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
