using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>The statements of a pass. <c>$1</c> and <c>$2</c> are the chunk's borders: after the first, up to the second.</summary>
internal sealed class PassSql
{
    /// <summary>The function that notes the documents which the server leaves to the in-process executor.</summary>
    public const string Defer = "_docmigrate_defer";

    /// <summary>The function that hashes what is put, so that a later edit of it can be told.</summary>
    public const string Hash = "_docmigrate_hash";

    private const string InChunk = "seq > $1 AND seq <= $2";

    private readonly CollectionTable _table;
    private readonly CompiledReshape _reshape;
    private readonly string? _without;
    private readonly string _needs;
    private readonly string _guard;

    /// <param name="table">The collection.</param>
    /// <param name="reshape">The operations.</param>
    /// <param name="without">A condition that leaves documents out; null when all are in.</param>
    /// <param name="restores">The sets of kept values from which documents may have something to restore: that is done in process.</param>
    public PassSql(CollectionTable table, CompiledReshape reshape, string? without, IReadOnlyList<long> restores)
    {
        _table = table;
        _reshape = reshape;
        _without = without;
        var kept = restores.Count == 0
            ? null
            : $"EXISTS (SELECT 1 FROM _docmigrate_shadow s WHERE s.set_id IN ({string.Join(", ", restores)}) AND s.document = {table.Sql}._id)";
        _needs = kept is null ? reshape.Needs : $"({reshape.Needs} OR {kept})";
        _guard = kept is null ? reshape.Guard : $"({reshape.Guard} AND NOT {kept})";
    }

    /// <summary>The set-based change; it calls <see cref="Defer"/> for each document that it leaves alone.</summary>
    public string Update =>
        $"UPDATE {_table.Sql} SET {CollectionTable.Column} = {_table.Stored(_reshape.Expression)}\nWHERE {InChunk} AND "
        + Where($"iif({_guard}, 1, {Defer}(seq))");

    /// <summary>The numbers of the documents that are left to the in-process executor.</summary>
    public string Deferred => $"SELECT seq FROM {_table.Sql} WHERE {InChunk} AND " + Where($"NOT iif({_guard}, 1, 0)");

    /// <summary>The change as a person reads it.</summary>
    public string Script =>
        $"UPDATE {_table.Sql} SET {CollectionTable.Column} = {_table.Stored(_reshape.Expression)}\nWHERE " + Where(_reshape.Guard == "1" ? "1" : _guard) + ";";

    /// <summary>Keeps aside what one operation takes away from the documents that <see cref="Update"/> changes.</summary>
    public string Keep(ServerKeep keep, long set)
    {
        var path = SqliteName.Text(ShadowStore.Path(DocumentPath.Of(keep.Path.AsSpan())));
        var hash = keep.Put is null ? "NULL" : $"{Hash}({keep.Put})";
        return $"INSERT OR REPLACE INTO _docmigrate_shadow (set_id, document, path, taken, put_hash)\n"
            + $"SELECT {set}, _id, {path}, {keep.Taken}, {hash} FROM {_table.Sql}\nWHERE {InChunk} AND " + Where($"iif({_guard}, {keep.When}, 0)");
    }

    /// <summary>The chunk's documents.</summary>
    public static string Range(string? without) => without is null ? InChunk : $"{InChunk} AND {without}";

    /// <summary>One term, for SQLite evaluates the terms of a conjunction in any order, and <see cref="Defer"/> must see just the documents that are left over.</summary>
    private string Where(string guarded)
    {
        var needed = _needs == "1" ? guarded : $"iif({_needs}, {guarded}, 0)";
        return _without is null ? needed : $"iif({_without}, {needed}, 0)";
    }
}
