using Microsoft.Data.Sqlite;

namespace Shop.Demo;

/// <summary>Documents in SQLite.</summary>
internal sealed class SqliteCatalog(ShopFiles files) : ICatalog
{
    public async Task InsertAsync(string collection, IEnumerable<string> documents, CancellationToken cancellationToken)
    {
        await using var connection = await files.OpenAsync("catalog", cancellationToken);
        await using var transaction = connection.BeginTransaction();
        await using var command = new SqliteCommand($"INSERT INTO {collection} (_id, document) VALUES (@document ->> '_id', jsonb(@document))", connection, transaction);
        var parameter = command.Parameters.Add("@document", SqliteType.Text);
        foreach (var document in documents)
        {
            parameter.Value = document;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<Dictionary<string, string>> ReadAsync(string collection, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var connection = await files.OpenAsync("catalog", cancellationToken);
        await using var command = new SqliteCommand($"SELECT typeof(_id) || ' ' || _id, json(document) FROM {collection} ORDER BY seq", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            documents.Add(reader.GetString(0), reader.GetString(1));
        }

        return documents;
    }
}
