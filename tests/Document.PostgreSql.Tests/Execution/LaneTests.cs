using System.Globalization;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.Running;
using DocMigrate.Tests;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Tests.Execution;

/// <summary>Passes whose chunks are done on several connections at once.</summary>
public sealed class LaneTests(PostgresFixture postgres) : DocumentSuite
{
    private const int Count = 600;
    private const int Chunk = 20;

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Any_number_of_connections_does_the_same_there_and_back(int workers)
    {
        await using var store = await FilledAsync(workers);
        var cursors = new List<long>();
        store.AtCheckpoint = progress => cursors.Add(At(progress));
        await store.ExecuteAsync("""
            CREATE TABLE writers (pid int);
            CREATE OR REPLACE FUNCTION note_writer() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO writers VALUES (pg_backend_pid()); RETURN NULL; END';
            CREATE TRIGGER note_writer AFTER UPDATE ON docs FOR EACH STATEMENT EXECUTE FUNCTION note_writer();
            """);

        var counts = await store.ApplyAsync(Reshape());

        var writers = await store.QueryAsync("SELECT DISTINCT pid FROM writers", static row => row.GetInt32(0));
        Assert.Equal(new StepCounts(Scanned: Count, Changed: Count, Shadowed: Count / 10), counts);
        Assert.Equal(cursors.Distinct().Order(), cursors.Distinct());
        Assert.Equal(Enumerable.Range(1, Count / Chunk).Select(static i => (long)i * Chunk), cursors.Distinct());
        Assert.InRange(writers.Count, 2, workers + 1);
        Assert.Equal(Expected(), await store.TextsAsync(Collection));
        await store.RevertAsync();
        Assert.Equal(Documents(), await store.TextsAsync(Collection));
        Assert.Equal(0, await store.KeptAsync(Direction.Backward) + await store.KeptAsync(Direction.Forward));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public async Task After_the_power_was_cut_all_up_to_the_cursor_is_done_and_nothing_after_it(int checkpoint)
    {
        await using var store = await FilledAsync(3);
        store.FailAt(checkpoint);
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync(Reshape()));

        var done = (checkpoint - 1) * Chunk;
        Assert.Equal(done, At(store.LastCheckpoint!));
        Assert.Equal([.. Expected()[..done], .. Documents()[done..]], await store.TextsAsync(Collection));
        Assert.Equal(done / 10, await store.KeptAsync(Direction.Forward));

        await store.ReopenAsync();
        await store.ResumeAsync(store.LastCheckpoint);

        Assert.Equal(Expected(), await store.TextsAsync(Collection));
        Assert.Equal(Count / 10, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public async Task Undoes_a_half_done_pass_to_its_beginning()
    {
        await using var store = await FilledAsync(4);
        store.FailAt(12);
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync(Operations(static c => c.Rename("name", "b", onError: OnError.Quarantine).Rename("n", "name", onError: OnError.Quarantine))));
        Assert.NotEqual(Documents(), await store.TextsAsync(Collection));

        await store.ReopenAsync();
        await store.RevertAsync(undo: store.LastCheckpoint);

        Assert.Equal(Documents(), await store.TextsAsync(Collection));
    }

    [Fact]
    public async Task A_document_that_does_not_fit_stops_the_pass_before_its_chunk_on_whatever_connection_that_is()
    {
        await using var store = await FilledAsync(4);
        store.AfterPreflight = () => store.EditAsync(Collection, 250, """{"_id":250,"n":250,"price":"much","name":"P250"}""");

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Reshape()));

        Assert.Contains("250", error.Message, StringComparison.Ordinal);
        Assert.Equal(240, At(store.LastCheckpoint!));
        var texts = await store.TextsAsync(Collection);
        Assert.Equal([.. Expected()[..240], .. Documents()[250..]], [.. texts[..240], .. texts[250..]]);
    }

    [Fact]
    public async Task Waits_for_no_writer_that_waits_for_another_of_its_connections()
    {
        await using var store = await FilledAsync(2);
        await using var writer = await store.ConnectAsync();
        await using var transaction = await writer.BeginTransactionAsync(Token);
        var writing = Task.CompletedTask;
        store.AfterCheckpoint = async _ =>
        {
            store.AfterCheckpoint = null;
            await TouchAsync(writer, Chunk + 1);
            writing = WriteOnAsync();
        };

        await store.ApplyAsync(Reshape());
        await writing;

        var expected = Expected();
        foreach (var id in (int[])[Chunk + 1, (2 * Chunk) + 1])
        {
            expected[id - 1] = expected[id - 1].Replace("\"_id\"", "\"z\": 1, \"_id\"", StringComparison.Ordinal);
        }

        Assert.Equal(expected, await store.TextsAsync(Collection));

        // The document that was locked is the one connection's, which waits; the other one is done with its own chunk then, and waits for that connection.
        async Task WriteOnAsync()
        {
            while ((await store.QueryAsync(
                """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND (wait_event_type = 'Lock'
                  OR (state = 'idle in transaction' AND query LIKE 'RELEASE%'))
                """,
                static row => row.GetInt64(0)))[0] < 2)
            {
                await Task.Delay(20, Token);
            }

            await TouchAsync(writer, (2 * Chunk) + 1);
            await transaction.CommitAsync(Token);
        }
    }

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await JsonbStore.OpenAsync(postgres);

    private async Task<JsonbStore> FilledAsync(int workers)
    {
        var store = (JsonbStore)await OpenAsync();
        store.ChunkSize = Chunk;
        store.Passes = new PassOptions { Workers = workers };
        await store.FillAsync(Collection, Documents());
        return store;
    }

    private static async Task TouchAsync(NpgsqlConnection connection, int id)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE docs SET document = document || '{\"z\":1}' WHERE seq = $1";
        command.Parameters.AddWithValue((long)id);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static MigrationOperation[] Reshape() =>
        Operations(static c => c.Rename("name", "fullName").Convert("price", FieldType.Double, from: FieldType.String));

    private static long At(StepProgress progress) => long.Parse(PassCursor.Parse(progress.Cursor!).At!.Value.Json, CultureInfo.InvariantCulture);

    private static List<string> Documents() => [.. Enumerable.Range(1, Count).Select(static i => $$"""{"n": {{i}}, "_id": {{i}}, "name": "P{{i}}", "price": "{{i}}.{{(i % 10 == 0 ? "50" : i % 10)}}"}""")];

    private static List<string> Expected() => [.. Enumerable.Range(1, Count).Select(static i => $$"""{"n": {{i}}, "_id": {{i}}, "price": {{i}}.{{(i % 10 == 0 ? 5 : i % 10)}}, "fullName": "P{{i}}"}""")];
}
