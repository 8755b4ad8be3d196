using System.Text.Json;
using DocMigrate.Document.Passes;
using DocMigrate.Sql.PostgreSql.Access;
using Newtonsoft.Json.Linq;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>Writes changed documents back, all in one statement: only the top-level fields that changed, so that what was not touched stays as it was stored, digit for digit.</summary>
internal static class DocumentUpdates
{
    public static Task WriteAsync(NpgsqlConnection connection, CollectionTable table, IReadOnlyList<(string Key, DocumentChange Change)> documents, CancellationToken cancellationToken) =>
        documents.Count == 0 ? Task.CompletedTask : !table.IsJsonb ? WriteWholeAsync(connection, table, documents, cancellationToken) : connection.ExecuteAsync(
            $"""
            UPDATE {table.Sql} AS t SET {table.Column} =
              CASE WHEN v.removed IS NULL THEN {table.Document} ELSE {table.Document} - ARRAY(SELECT jsonb_array_elements_text(v.removed::jsonb)) END || v.put::jsonb
            FROM unnest($1, $2, $3) AS v(key, removed, put) WHERE {table.Key} = v.key::{table.KeyType}
            """,
            cancellationToken,
            documents.Select(static document => document.Key).ToArray(),
            documents.Select(static document => document.Change.Removed.Count == 0 ? null : JsonSerializer.Serialize(document.Change.Removed)).ToArray(),
            documents.Select(static document => JsonbText.Write(new JObject(document.Change.Set.Select(static field => new JProperty(field.Name, field.Value))))).ToArray());

    /// <summary>Where jsonb's operators would change what was not touched (a key that comes twice, the order of keys), the document is written anew.</summary>
    private static Task WriteWholeAsync(
        NpgsqlConnection connection, CollectionTable table, IReadOnlyList<(string Key, DocumentChange Change)> documents, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"UPDATE {table.Sql} AS t SET {table.Column} = v.document::{table.Type} FROM unnest($1, $2) AS v(key, document) WHERE {table.Key} = v.key::{table.KeyType}",
        cancellationToken,
        documents.Select(static document => document.Key).ToArray(),
        documents.Select(static document => document.Change.Whole).ToArray());
}
