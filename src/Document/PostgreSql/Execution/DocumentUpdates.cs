using System.Text.Json;
using DocMigrate.Document.Passes;
using DocMigrate.Sql.PostgreSql.Access;
using Newtonsoft.Json.Linq;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>Writes changed documents back, all in one statement: only the top-level fields that changed, so that what was not touched stays as it was stored, digit for digit.</summary>
internal static class DocumentUpdates
{
    public static Task WriteAsync(NpgsqlConnection connection, CollectionTable table, IReadOnlyList<(long Seq, DocumentChange Change)> documents, CancellationToken cancellationToken) =>
        documents.Count == 0 ? Task.CompletedTask : connection.ExecuteAsync(
            $"""
            UPDATE {table.Sql} AS t SET {CollectionTable.Column} =
              CASE WHEN v.removed IS NULL THEN t.{CollectionTable.Column} ELSE t.{CollectionTable.Column} - ARRAY(SELECT jsonb_array_elements_text(v.removed::jsonb)) END || v.put::jsonb
            FROM unnest($1, $2, $3) AS v(seq, removed, put) WHERE t.seq = v.seq
            """,
            cancellationToken,
            documents.Select(static document => document.Seq).ToArray(),
            documents.Select(static document => document.Change.Removed.Count == 0 ? null : JsonSerializer.Serialize(document.Change.Removed)).ToArray(),
            documents.Select(static document => JsonbText.Write(new JObject(document.Change.Set.Select(static field => new JProperty(field.Name, field.Value))))).ToArray());
}
