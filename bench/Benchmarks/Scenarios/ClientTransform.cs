using DocMigrate.Document.Building;
using DocMigrate.Document.Values;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>A C# function over every document in SQLite. The reference is the loop that one writes by hand, with our own reader and writer and nothing to go on from when it is stopped.</summary>
internal sealed class ClientTransform : PeopleScenario
{
    public override string Name => "client-transform";

    public override string Reference => "read, change and write each document in one transaction, by a prepared statement";

    public override int DefaultScale => 200_000;

    protected override IReadOnlyList<Action<DocumentsBuilder>> Migrations { get; } =
    [
        static people => people.Transform("mail_parts", static person => MailParts.Divide(person), static person => MailParts.Unite(person)),
    ];

    public override async Task RunReferenceAsync(string folder, int scale)
    {
        await using var connection = Open(folder);
        await using var transaction = connection.BeginTransaction();
        await using var update = new SqliteCommand("UPDATE people SET document = jsonb($document) WHERE seq = $seq", connection, transaction);
        var document = update.Parameters.Add("$document", SqliteType.Text);
        var seq = update.Parameters.Add("$seq", SqliteType.Integer);
        await using var select = new SqliteCommand("SELECT seq, json(document) FROM people", connection, transaction);
        await using (var reader = await select.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                seq.Value = reader.GetInt64(0);
                document.Value = DocumentWriter.Write(MailParts.Divide(DocumentReader.Read(reader.GetString(1))));
                await update.ExecuteNonQueryAsync();
            }
        }

        await transaction.CommitAsync();
    }
}
