using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Document.Sqlite.Compilation.Rules;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>The statements of a pass. Those of a chunk get its condition (<see cref="CollectionTable.Within"/>).</summary>
internal sealed class PassSql
{
    /// <summary>The function that notes the documents which the server leaves to the in-process executor.</summary>
    public const string Defer = "_docmigrate_defer";

    /// <summary>The function that tells whether a document is regular.</summary>
    private const string IsRegular = "_docmigrate_regular";

    /// <summary>The function that rewrites a regular document.</summary>
    private const string Rewrite = "_docmigrate_rewrite";

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
            : $"EXISTS (SELECT 1 FROM {shadow} s WHERE s.set_id IN ({string.Join(", ", restores)}) AND s.document = {table.Id})";
        _needs = Readable(kept is null ? reshape.Needs : $"({reshape.Needs} OR {kept})", "1");
        _guard = Readable(kept is null ? reshape.Guard : $"({reshape.Guard} AND NOT {kept})", "0");
        _capturing = Readable(kept is null ? reshape.CapturingGuard : $"({reshape.CapturingGuard} AND NOT {kept})", "0");
    }

    /// <summary>Whether regular documents go the short way: by <see cref="UpdateRegular"/>, and all that it notes by <see cref="UpdateNoted"/>.</summary>
    public bool HasRegular => _table is { Binary: true, Numbered: true, HasTriggers: false } && !_restores && _reshape.Regular is not null;

    /// <summary>Makes the functions for regular documents.</summary>
    /// <param name="connection">The connection that will call them.</param>
    /// <param name="captured">Gets the values to be kept aside of regular documents.</param>
    /// <param name="others">Gets the keys of the documents that are not regular.</param>
    public void Register(SqliteConnection connection, List<CapturedValue> captured, List<RowKey> others)
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

                others.Add(new RowKey(seq));
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
    public string UpdateRegular(string chunk) =>
        $"UPDATE {_table.Sql} SET {_table.Column} = {Rewrite}({_table.Document}, {_table.Key})\nWHERE {Range(chunk)}";

    /// <summary>The change of the documents whose keys are in <c>$3</c>, a JSON array; otherwise as <see cref="Update"/>.</summary>
    public string UpdateNoted(string chunk) => $"{Update(chunk)} AND {_table.Key} IN {_table.Keys("$3")}";

    /// <summary>
    /// The set-based change; it calls <see cref="Defer"/> for each document that it leaves alone, and <see cref="ServerKeep.Function"/> for values to be kept, perhaps
    /// also of documents that it then leaves alone.
    /// </summary>
    public string Update(string chunk) =>
        $"UPDATE {_table.Sql} SET {_table.Column} = {_table.Stored(_reshape.Expression)}\nWHERE {chunk} AND "
        + Where($"iif({_capturing}, 1, {Defer}({_table.Key}))");

    /// <summary>The keys of the documents that are left to the in-process executor.</summary>
    public string Deferred(string chunk) => $"SELECT {_table.Key} FROM {_table.Sql} WHERE {chunk} AND "
        + (HasRegular ? $"iif({IsRegular}({_table.Document}), 0, {Where($"NOT iif({_guard}, 1, 0)")})" : Where($"NOT iif({_guard}, 1, 0)"));

    /// <summary>What the document of a row will be; NULL where that is the in-process executor's to say.</summary>
    public string Image =>
        $"CASE {Stays(_table, _without)}WHEN {_needs} THEN iif({_guard}, {_table.Stored(_reshape.Expression)}, NULL) ELSE {_table.Document} END";

    /// <summary>The same where the operations are done in process.</summary>
    /// <param name="table">The collection.</param>
    /// <param name="without">A condition that leaves documents out, which stay as they are; null when all are in.</param>
    public static string ImageInProcess(CollectionTable table, string? without) => without is null ? "NULL" : $"CASE {Stays(table, without)}END";

    /// <summary>The change as a person reads it.</summary>
    public string Script =>
        $"UPDATE {_table.Sql} SET {_table.Column} = {_table.Stored(_reshape.Expression)}\nWHERE "
        + (_table.HasDocument is { } has ? $"{has} AND " : "") + Where(_reshape.Guard == "1" ? "1" : _guard) + ";";

    /// <summary>Keeps aside what one operation takes away from the documents that <see cref="Update"/> changes.</summary>
    public string Keep(ServerKeep keep, long set, string chunk)
    {
        var path = SqliteName.Text(ShadowStore.Path(DocumentPath.Of(keep.Path.AsSpan())));
        var exact = Where(SqlJson.InOrder(keep.When, _guard));
        var changes = HasRegular ? Included($"iif({IsRegular}({_table.Document}), {keep.When}, {exact})") : exact;
        return $"INSERT OR REPLACE INTO {_shadow} (set_id, document, path, taken, put_hash)\n"
            + $"SELECT {set}, {_table.Sql}.{_table.IdColumn}, {path}, {keep.Taken}, {(keep.PutHash is null ? "NULL" : SqliteName.Text(keep.PutHash))} FROM {_table.Sql}\nWHERE {chunk} AND {changes}";
    }

    private static string Stays(CollectionTable table, string? without) => without is null ? "" : $"WHEN NOT {without} THEN {table.Document} ";

    /// <summary>The chunk's documents.</summary>
    private string Range(string chunk) => _without is null ? chunk : $"{chunk} AND {_without}";

    /// <summary>What SQLite can't read is left to the in-process executor, which says why.</summary>
    private string Readable(string condition, string otherwise) =>
        _table.IsReadable is not { } readable || condition == otherwise ? condition : $"iif({readable}, {condition}, {otherwise})";

    private static bool IsBinary(sqlite3_value value) => raw.sqlite3_value_type(value) == raw.SQLITE_BLOB;

    private static void Check(SqliteConnection connection, int result) => SqliteException.ThrowExceptionForRC(result, connection.Handle);

    /// <summary>One term, for SQLite evaluates the terms of a conjunction in any order, and <see cref="Defer"/> must see just the documents that are left over.</summary>
    private string Where(string guarded) => Included(_needs == "1" ? guarded : $"iif({_needs}, {guarded}, 0)");

    private string Included(string condition) => _without is null ? condition : $"iif({_without}, {condition}, 0)";
}
