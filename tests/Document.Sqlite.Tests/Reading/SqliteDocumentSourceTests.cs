using DocMigrate.Document.Attaching;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reading;
using DocMigrate.Document.Sqlite.Reading;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Sql.Sqlite;

namespace DocMigrate.Document.Sqlite.Tests.Reading;

public sealed class SqliteDocumentSourceTests : IAsyncDisposable
{
    private readonly JsonStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteDocumentSource Source => new(_store.Backend.Store, (SqliteDatabase)_store.Backend.Database, new CollectionTables(AttachedCollections.None));

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_database_that_is_not_there_has_no_collections_and_is_not_made()
    {
        Assert.Empty(await Source.ListAsync(Token));
        Assert.Null(await Source.CountAsync("items", Token));
        Assert.Empty(await ReadAsync(null));
        Assert.False(File.Exists(_store.File));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_documents_come_in_their_order_whatever_their_number(bool binary)
    {
        await _store.FillAsync("items", Enumerable.Range(0, 250).Select(static i => $$"""{"_id":{{i}},"n":{{i}}.5}"""), binary);

        var read = await ReadAsync(null);

        Assert.Equal(Enumerable.Range(0, 250).Select(static i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), read.Select(static document => document.Id));
        Assert.All(read, static document => Assert.Equal(2, document.Document!.Count));
        Assert.Equal(250, await Source.CountAsync("items", Token));
    }

    [Fact]
    public async Task A_sample_is_spread_over_the_whole_collection_and_the_same_each_time()
    {
        await _store.FillAsync("items", Enumerable.Range(0, 5_000).Select(static i => $$"""{"_id":{{i}},"even":{{(i % 2 == 0 ? "true" : "false")}} }"""));
        await _store.ExecuteAsync("DELETE FROM items WHERE seq BETWEEN 1000 AND 2000");

        var sample = await ReadAsync(200);
        var ids = sample.Select(static document => int.Parse(document.Id, System.Globalization.CultureInfo.InvariantCulture)).ToList();

        Assert.InRange(ids.Count, 190, 200);
        Assert.Equal(ids.Distinct().Order(), ids);
        Assert.InRange(ids[0], 0, 30);
        Assert.InRange(ids[^1], 4_950, 4_999);
        Assert.InRange(ids.Count(static id => id >= 2_000), 115, 165);
        Assert.InRange(sample.Count(static document => (bool)document.Document!["even"]!), 70, 130);
        Assert.Equal(ids, (await ReadAsync(200)).Select(static document => int.Parse(document.Id, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(3_999, (await ReadAsync(10_000)).Count);
    }

    [Fact]
    public async Task A_document_that_cannot_be_held_has_a_problem_and_the_others_come()
    {
        await _store.FillAsync("items", ["""{"_id":1}"""], binary: false);
        await _store.ExecuteAsync("""INSERT INTO items (_id, document) VALUES (2, '{"_id":2,"a":1,"a":2}'), (3, 'no json'), (4, '{"_id":4}')""");

        var read = await ReadAsync(null);

        Assert.Equal([null, true, true, null], read.Select(static document => document.Problem is null ? (bool?)null : document.Document is null));
        Assert.Contains("'a' twice", read[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_collections_and_own_indexes_are_listed()
    {
        await _store.FillAsync("b", ["""{"_id":1}"""]);
        await _store.FillAsync("a", ["""{"_id":1}"""]);
        await _store.ExecuteAsync("CREATE TABLE other (id INTEGER); CREATE TABLE _docmigrate_aside_1_x (seq INTEGER PRIMARY KEY, _id, document); CREATE VIEW v AS SELECT seq, _id, document FROM a; CREATE UNIQUE INDEX ix_a ON a (document ->> '$.n')");

        Assert.Equal(["a", "b"], await Source.ListAsync(Token));
        Assert.Equal([new StoredIndex("ix_a", true)], await Source.ListIndexesAsync("a", Token));
        Assert.Empty(await Source.ListIndexesAsync("b", Token));
    }

    [Fact]
    public async Task A_quarantined_document_is_said_to_be_one()
    {
        await _store.FillAsync("items", ["""{"_id":1,"n":"1"}""", """{"_id":2,"n":"x"}"""]);
        await _store.ApplyAsync(new ConvertFieldOperation { Collection = "items", Path = "n", To = FieldType.Int32, OnError = OnError.Quarantine });

        Assert.Equal([("1", false), ("2", true)], (await ReadAsync(null)).Select(static document => (document.Id, document.Quarantined)));
    }

    private async Task<List<StoredDocument>> ReadAsync(int? sample)
    {
        var read = new List<StoredDocument>();
        await foreach (var document in Source.ReadAsync("items", sample, Token))
        {
            read.Add(document);
        }

        return read;
    }
}
