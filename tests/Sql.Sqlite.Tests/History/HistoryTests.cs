using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.History;

/// <summary>What ledger and journal promise.</summary>
public sealed class HistoryTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Databases _databases = new();
    private readonly SqliteDatabase _database;

    public HistoryTests() => _database = SqliteDatabase.Resolve(Databases.Settings("Data Source=h.db", _folder.Path), _databases);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_creates_nothing()
    {
        Assert.Empty(await _database.Ledger.ReadAsync(Token));
        Assert.Empty(await _database.Ledger.ReadEventsAsync(Token));
        Assert.Empty(await _database.Journal.ReadAsync("main", Token));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task What_was_written_is_read_back_by_another_process()
    {
        var ledger = Entries.Ledger("0002_b");
        var journal = Entries.Journal("0002_b");
        var historyEvent = new HistoryEvent { At = Entries.Time, Migration = ledger.Migration, Store = "main", Status = MigrationStatus.RolledBack, Direction = Direction.Backward, Actor = "a@b", Detail = "5 rows" };
        await _database.Ledger.WriteAsync(ledger, Token);
        await _database.Journal.WriteAsync(journal, Token);
        await _database.Ledger.AppendAsync(historyEvent, Token);
        await _database.Ledger.AppendAsync(historyEvent with { Store = null, Detail = null }, Token);

        await using var others = new Databases();
        var other = SqliteDatabase.Resolve(Databases.Settings("Data Source=h.db", _folder.Path), others);

        Assert.Equal((ledger with { Order = 1 }).Brief(), Assert.Single(await other.Ledger.ReadAsync(Token)));
        Assert.Equal(ledger.Parts[0].Operations, (await other.Ledger.ReadOperationsAsync(ledger.Migration, Token))["main"]);
        Assert.Equal(journal.Brief(), Assert.Single(await other.Journal.ReadAsync("main", Token)));
        Assert.Equal(journal.Operations, await other.Journal.ReadOperationsAsync("main", journal.Migration, Token));
        Assert.Equal([historyEvent, historyEvent with { Store = null, Detail = null }], await other.Ledger.ReadEventsAsync(Token));
    }

    [Fact]
    public async Task An_entry_is_replaced_whole_and_keeps_its_order()
    {
        await _database.Ledger.WriteAsync(Entries.Ledger("0001_a"), Token);
        await _database.Ledger.WriteAsync(Entries.Ledger("0002_b"), Token);
        await _database.Ledger.WriteAsync(Entries.Ledger("0001_a", MigrationStatus.RolledBack) with { Parts = [], AppliedAt = null }, Token);

        var entries = await _database.Ledger.ReadAsync(Token);

        Assert.Equal(["0001_a", "0002_b"], entries.Select(static entry => entry.Migration.Name));
        Assert.Equal(Entries.Ledger("0001_a", MigrationStatus.RolledBack) with { Parts = [], AppliedAt = null, Order = 1 }, entries[0]);
    }

    [Fact]
    public async Task The_journal_is_kept_by_store_in_the_order_of_first_writing()
    {
        await _database.Journal.WriteAsync(Entries.Journal("b"), Token);
        await _database.Journal.WriteAsync(Entries.Journal("a"), Token);
        await _database.Journal.WriteAsync(Entries.Journal("a", "catalog"), Token);
        await _database.Journal.WriteAsync(Entries.Journal("b", changed: 9) with { Undo = null }, Token);

        var entries = await _database.Journal.ReadAsync("main", Token);

        Assert.Equal([(Entries.Journal("b", changed: 9) with { Undo = null }).Brief(), Entries.Journal("a").Brief()], entries);
    }

    [Fact]
    public async Task A_write_in_a_transaction_goes_with_it()
    {
        await _database.BeginAsync(Token);
        await _database.Ledger.WriteAsync(Entries.Ledger("0001_a"), Token);
        await _database.Journal.WriteAsync(Entries.Journal("0001_a"), Token);
        Assert.Single(await _database.Ledger.ReadAsync(Token));
        await _database.RollbackAsync(Token);

        Assert.Empty(await _database.Ledger.ReadAsync(Token));
        Assert.Empty(await _database.Journal.ReadAsync("main", Token));

        await _database.BeginAsync(Token);
        await _database.Journal.WriteAsync(Entries.Journal("0001_a"), Token);
        await _database.CommitAsync(Token);
        Assert.Single(await _database.Journal.ReadAsync("main", Token));
    }

    [Fact]
    public async Task A_history_of_a_newer_version_is_left_alone()
    {
        await _database.Journal.WriteAsync(Entries.Journal("a"), Token);
        await _database.BeginAsync(Token);
        await using (var command = _database.Connection.CreateCommand())
        {
            command.CommandText = "UPDATE _docmigrate_meta SET value = '99' WHERE key = 'format'";
            await command.ExecuteNonQueryAsync(Token);
        }

        await _database.CommitAsync(Token);

        Assert.Equal("DM6012", (await Assert.ThrowsAsync<HistoryException>(() => _database.Ledger.ReadAsync(Token))).Code.Value);
        Assert.Equal("DM6012", (await Assert.ThrowsAsync<HistoryException>(() => _database.Ledger.WriteAsync(Entries.Ledger("a"), Token))).Code.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await _databases.DisposeAsync();
        _folder.Dispose();
    }
}
