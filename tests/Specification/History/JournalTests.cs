using DocMigrate.History;

namespace DocMigrate.Specification.History;

/// <summary>What <see cref="IStoreJournal"/> asks of every backend: the ledger's rules, by the same numbers.</summary>
public abstract class JournalTests : HistoryTests
{
    [Fact]
    public async Task Rule_1_reading_creates_nothing()
    {
        var journal = Process().Journal;

        Assert.Empty(await journal.ReadAsync("main", Token));
        Assert.Null(await journal.ReadOperationsAsync("main", Id("0001_a"), Token));
        Assert.Null(await journal.ReadIdentityAsync("main", Token));
        Assert.True(await IsUntouchedAsync());
    }

    [Fact]
    public async Task Rule_2_a_write_creates_what_it_needs_and_another_process_reads_it_back()
    {
        await Process().Journal.WriteAsync(JournalEntry("0002_b"), Token);

        Assert.Equal(Brief(JournalEntry("0002_b")), Assert.Single(await Process().Journal.ReadAsync("main", Token)));
        Assert.Equal(JournalEntry("0002_b").Operations, await Process().Journal.ReadOperationsAsync("main", Id("0002_b"), Token));
    }

    [Fact]
    public async Task Rule_3_a_write_belongs_to_the_open_transaction()
    {
        var database = Process();
        await database.BeginAsync(Token);
        await database.Journal.WriteAsync(JournalEntry("0001_a"), Token);
        await database.Journal.WriteIdentityAsync(new StoreIdentity("main", "m", "h"), Token);
        Assert.Single(await database.Journal.ReadAsync("main", Token));
        await database.RollbackAsync(Token);
        Assert.Empty(await database.Journal.ReadAsync("main", Token));
        Assert.Null(await database.Journal.ReadIdentityAsync("main", Token));

        await database.BeginAsync(Token);
        await database.Journal.WriteAsync(JournalEntry("0001_a"), Token);
        await database.CommitAsync(Token);
        Assert.Single(await Process().Journal.ReadAsync("main", Token));
    }

    [Fact]
    public async Task Rule_4_entries_are_replaced_and_kept_by_store_in_the_order_of_first_writing()
    {
        var journal = Process().Journal;
        var again = JournalEntry("b", changed: 9) with { Undo = null, Error = null, Actor = null, Stores = [], Replaces = [] };
        await journal.WriteAsync(JournalEntry("b"), Token);
        await journal.WriteAsync(JournalEntry("a"), Token);
        await journal.WriteAsync(JournalEntry("a", "catalog"), Token);
        await journal.WriteAsync(again, Token);

        Assert.Equal([Brief(again), Brief(JournalEntry("a"))], await journal.ReadAsync("main", Token));
        Assert.Equal([Brief(JournalEntry("a", "catalog"))], await journal.ReadAsync("catalog", Token));
    }

    [Fact]
    public async Task Rule_4_only_the_entry_that_is_named_is_deleted()
    {
        var journal = Process().Journal;
        await journal.WriteAsync(JournalEntry("a"), Token);
        await journal.WriteAsync(JournalEntry("a", "catalog"), Token);

        await journal.DeleteAsync(Id("a"), "catalog", Token);
        await journal.DeleteAsync(Id("b"), "main", Token);

        Assert.Single(await journal.ReadAsync("main", Token));
        Assert.Empty(await journal.ReadAsync("catalog", Token));
    }

    [Fact]
    public async Task Rule_5_an_entry_that_is_written_without_operations_keeps_its_own()
    {
        var journal = Process().Journal;
        await journal.WriteAsync(JournalEntry("a"), Token);

        await journal.WriteAsync(JournalEntry("a") with { Operations = null, Status = MigrationStatus.Applied }, Token);

        Assert.Equal(JournalEntry("a").Operations, await journal.ReadOperationsAsync("main", Id("a"), Token));
        Assert.Equal(MigrationStatus.Applied, Assert.Single(await journal.ReadAsync("main", Token)).Status);
    }

    [Fact]
    public async Task A_store_is_told_who_it_is_and_told_otherwise()
    {
        var journal = Process().Journal;
        await journal.WriteIdentityAsync(new StoreIdentity("main", "m", "h1"), Token);
        await journal.WriteIdentityAsync(new StoreIdentity("catalog", "c", null), Token);
        await journal.WriteIdentityAsync(new StoreIdentity("main", "n", "h2"), Token);

        Assert.Equal(new StoreIdentity("main", "n", "h2"), await Process().Journal.ReadIdentityAsync("main", Token));
        Assert.Equal(new StoreIdentity("catalog", "c", null), await Process().Journal.ReadIdentityAsync("catalog", Token));
    }
}
