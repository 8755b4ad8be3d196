using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Document.Sqlite.Compilation.Rules;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>The statements of a pass. <c>$1</c> and <c>$2</c> are the chunk's borders: after the first, up to the second.</summary>
internal sealed class PassSql
{
    /// <summary>The function that notes the documents which the server leaves to the in-process executor.</summary>
    public const string Defer = "_docmigrate_defer";

    /// <summary>The function that tells whether a document is regular.</summary>
    private const string IsRegular = "_docmigrate_regular";

    /// <summary>The function that rewrites a regular document.</summary>
    private const string Rewrite = "_docmigrate_rewrite";

    /// <summary>The condition of a chunk.</summary>
    public const string InChunk = "seq > $1 AND seq <= $2";

    private readonly string _shadow;
    private readonly CollectionTable _table;
    private readonly CompiledReshape _reshape;
    private readonly string? _without;
    private readonly bool _restores;
    private readonly string _needs;
    private readonly string _guard;
    private readonly string _capturing;

    /// <param name="shadow">The table of kept values.</param>
    /// <param name="table">The collection.</param>
    /// <param name="reshape">The operations.</param>
    /// <param name="without">A condition that leaves documents out; null when all are in.</param>
    /// <param name="restores">The sets of kept values from which documents may have something to restore: that is done in process.</param>
    public PassSql(string shadow, CollectionTable table, CompiledReshape reshape, string? without, IReadOnlyList<long> restores)
    {
        _shadow = shadow;
        _table = table;
        _reshape = reshape;
        _without = without;
        _restores = restores.Count > 0;
        var kept = restores.Count == 0
            ? null
            : $"EXISTS (SELECT 1 FROM {shadow} s WHERE s.set_id IN ({string.Join(", ", restores)}) AND s.document = {table.Sql}._id)";
        _needs = kept is null ? reshape.Needs : $"({reshape.Needs} OR {kept})";
        _guard = kept is null ? reshape.Guard : $"({reshape.Guard} AND NOT {kept})";
        _capturing = kept is null ? reshape.CapturingGuard : $"({reshape.CapturingGuard} AND NOT {kept})";
    }

    /// <summary>Whether regular documents go the short way: by <see cref="UpdateRegular"/>, and all that it notes by <see cref="UpdateNoted"/>.</summary>
    public bool HasRegular => _table is { Binary: true, HasTriggers: false } && !_restores && _reshape.Regular is not null;

    /// <summary>Makes the functions for regular documents.</summary>
    /// <param name="connection">The connection that will call them.</param>
    /// <param name="captured">Gets the values to be kept aside of regular documents.</param>
    /// <param name="others">Gets the numbers of the documents that are not regular.</param>
    public void Register(SqliteConnection connection, List<CapturedValue> captured, List<long> others)
    {
        if (!HasRegular)
        {
            return;
        }

        // By SQLite's own interface: the document is looked at where it lies, without a copy for each call.
        var rewrite = _reshape.Regular!;
        Check(connection, raw.sqlite3_create_function(
            connection.Handle, IsRegular, 1, raw.SQLITE_UTF8, null,
            (context, _, values) => raw.sqlite3_result_int(context, IsBinary(values[0]) && rewrite.Matches(raw.sqlite3_value_blob(values[0])) ? 1 : 0)));
        Check(connection, raw.sqlite3_create_function(
            connection.Handle, Rewrite, 2, raw.SQLITE_UTF8, null,
            (context, _, values) =>
            {
                var seq = raw.sqlite3_value_int64(values[1]);
                var result = IsBinary(values[0]) ? rewrite.Rewrite(raw.sqlite3_value_blob(values[0]), seq, captured) : default;
                if (!result.IsEmpty)
                {
                    raw.sqlite3_result_blob(context, result);
                    return;
                }

                others.Add(seq);
                if (IsBinary(values[0]))
                {
                    raw.sqlite3_result_blob(context, raw.sqlite3_value_blob(values[0]));
                }
                else
                {
                    raw.sqlite3_result_text(context, raw.sqlite3_value_text(values[0]));
                }
            }));
    }

    /// <summary>The change of the regular documents; the others stay and are noted.</summary>
    public string UpdateRegular =>
        $"UPDATE {_table.Sql} SET {CollectionTable.Column} = {Rewrite}({CollectionTable.Column}, seq)\nWHERE {Range(_without)}";

    /// <summary>The change of the documents whose numbers are in <c>$3</c>, a JSON array; otherwise as <see cref="Update"/>.</summary>
    public string UpdateNoted => Update + " AND seq IN (SELECT value FROM json_each($3))";

    /// <summary>
    /// The set-based change; it calls <see cref="Defer"/> for each document that it leaves alone, and <see cref="ServerKeep.Function"/> for values to be kept, perhaps
    /// also of documents that it then leaves alone.
    /// </summary>
    public string Update =>
        $"UPDATE {_table.Sql} SET {CollectionTable.Column} = {_table.Stored(_reshape.Expression)}\nWHERE {InChunk} AND "
        + Where($"iif({_capturing}, 1, {Defer}(seq))");

    /// <summary>The numbers of the documents that are left to the in-process executor.</summary>
    public string Deferred => $"SELECT seq FROM {_table.Sql} WHERE {InChunk} AND "
        + (HasRegular ? $"iif({IsRegular}({CollectionTable.Column}), 0, {Where($"NOT iif({_guard}, 1, 0)")})" : Where($"NOT iif({_guard}, 1, 0)"));

    /// <summary>The change as a person reads it.</summary>
    public string Script =>
        $"UPDATE {_table.Sql} SET {CollectionTable.Column} = {_table.Stored(_reshape.Expression)}\nWHERE " + Where(_reshape.Guard == "1" ? "1" : _guard) + ";";

    /// <summary>Keeps aside what one operation takes away from the documents that <see cref="Update"/> changes.</summary>
    public string Keep(ServerKeep keep, long set)
    {
        var path = SqliteName.Text(ShadowStore.Path(DocumentPath.Of(keep.Path.AsSpan())));
        var exact = Where(SqlJson.InOrder(keep.When, _guard));
        var changes = HasRegular ? Included($"iif({IsRegular}({CollectionTable.Column}), {keep.When}, {exact})") : exact;
        return $"INSERT OR REPLACE INTO {_shadow} (set_id, document, path, taken, put_hash)\n"
            + $"SELECT {set}, _id, {path}, {keep.Taken}, {(keep.PutHash is null ? "NULL" : SqliteName.Text(keep.PutHash))} FROM {_table.Sql}\nWHERE {InChunk} AND {changes}";
    }

    /// <summary>The chunk's documents.</summary>
    public static string Range(string? without) => without is null ? InChunk : $"{InChunk} AND {without}";

    private static bool IsBinary(sqlite3_value value) => raw.sqlite3_value_type(value) == raw.SQLITE_BLOB;

    private static void Check(SqliteConnection connection, int result) => SqliteException.ThrowExceptionForRC(result, connection.Handle);

    /// <summary>One term, for SQLite evaluates the terms of a conjunction in any order, and <see cref="Defer"/> must see just the documents that are left over.</summary>
    private string Where(string guarded) => Included(_needs == "1" ? guarded : $"iif({_needs}, {guarded}, 0)");

    private string Included(string condition) => _without is null ? condition : $"iif({_without}, {condition}, 0)";
}
