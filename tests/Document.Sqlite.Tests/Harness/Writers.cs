using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Tests.Harness;

/// <summary>
/// Programs that write while a pass goes on, each in a thread with a connection of its own: one of the old version, which knows <c>name</c>, and one of the new, which knows
/// <c>title</c>. Each write counts in the document's <c>n</c>; what ought to be there is known besides.
/// </summary>
internal sealed class Writers : IAsyncDisposable
{
    private readonly JsonStore _store;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private readonly Lock _gate = new();
    private readonly Dictionary<long, (int Writes, string Text)> _expected;
    private readonly Task[] _programs;
    private int _outstanding;
    private long _next;

    public Writers(JsonStore store, int documents, int seed)
    {
        _store = store;
        _next = documents;
        _expected = Enumerable.Range(1, documents).ToDictionary(static i => (long)i, static i => (0, $"text {i}"));
        _programs = [Task.Run(() => RunAsync(new Random(seed), "name", "title")), Task.Run(() => RunAsync(new Random(seed + 1), "title", "name"))];
    }

    /// <summary>What ought to be there: how often each document was written, and its text.</summary>
    public IReadOnlyDictionary<long, (int Writes, string Text)> Expected => _expected;

    /// <summary>How many writes there were.</summary>
    public int Writes { get; private set; }

    /// <summary>Has so many writes done, some time.</summary>
    public void Ask(int writes)
    {
        Interlocked.Add(ref _outstanding, writes);
        _asked.Release(writes);
    }

    /// <summary>Waits until some of what was asked for is done, or all.</summary>
    public async Task DoneAsync(bool all)
    {
        while (Volatile.Read(ref _outstanding) > 0)
        {
            // A program that failed does nothing any more: waiting for it would hide why.
            await await Task.WhenAny([_done.WaitAsync(TestContext.Current.CancellationToken), .. _programs]);
            if (!all)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_programs);
        _end.Dispose();
        _asked.Dispose();
        _done.Dispose();
    }

    private async Task RunAsync(Random random, string knows, string other)
    {
        await using var connection = await _store.ConnectAsync();
        await ExecuteAsync(connection, "PRAGMA busy_timeout = 30000");
        while (true)
        {
            try
            {
                await _asked.WaitAsync(_end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await ExecuteAsync(connection, "BEGIN IMMEDIATE");
            lock (_gate)
            {
                // Whoever has SQLite's lock writes alone: so what is expected changes in the same order.
                Write(connection, random, knows, other);
            }

            await ExecuteAsync(connection, "COMMIT");
            Interlocked.Decrement(ref _outstanding);
            _done.Release();
        }
    }

    private void Write(SqliteConnection connection, Random random, string knows, string other)
    {
        Writes++;
        var kind = random.Next(10);
        var id = kind < 3 ? ++_next : _expected.Keys.ElementAt(random.Next(_expected.Count));
        var text = string.Create(CultureInfo.InvariantCulture, $"write {Writes} of {id}");
        if (kind == 9)
        {
            _expected.Remove(id);
            Execute(connection, "DELETE FROM docs WHERE _id = $id", id, text);
            return;
        }

        _expected[id] = (_expected.TryGetValue(id, out var known) ? known.Writes + 1 : 0, text);
        Execute(
            connection,
            kind < 3
                ? $"INSERT INTO docs (_id, document) VALUES ($id, jsonb_object('_id', $id, 'n', 0, '{knows}', $text))"
                : $"UPDATE docs SET document = jsonb_remove(jsonb_set(document, '$.n', (document ->> 'n') + 1, '$.{knows}', $text), '$.{other}') WHERE _id = $id",
            id,
            text);
    }

    private static void Execute(SqliteConnection connection, string sql, long id, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$text", text);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
