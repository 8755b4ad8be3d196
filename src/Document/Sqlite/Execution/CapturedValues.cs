using System.Text.Json.Nodes;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>Writes captured values, all of a chunk in one statement.</summary>
internal static class CapturedValues
{
    /// <returns>How many.</returns>
    public static Task<int> SaveAsync(
        KeptTables tables, CollectionTable table, IEnumerable<CapturedValue> values, Func<int, long> set, CancellationToken cancellationToken)
    {
        var rows = new JsonArray();
        foreach (var value in values)
        {
            rows.Add(new JsonArray(value.Key.Json, set(value.Operation), value.Path, value.Taken, DocumentHash.Of(DocumentReader.ReadValue(value.Put))));
        }

        return tables.Connection.ExecuteAsync(
            $"""
            INSERT OR REPLACE INTO {tables.Shadow} (set_id, document, path, taken, put_hash)
            SELECT v.value ->> 1, t.{table.IdColumn}, v.value ->> 2, v.value ->> 3, v.value ->> 4 FROM json_each($1) v CROSS JOIN {table.Sql} t
            WHERE t.{table.KeyColumn} = {table.FirstKey("v.value")}
            """,
            cancellationToken,
            rows.ToJsonString());
    }
}
