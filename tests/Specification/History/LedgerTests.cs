using DocMigrate.History;

namespace DocMigrate.Specification.History;

/// <summary>What <see cref="IMigrationLedger"/> asks of every backend. Formats of earlier and newer versions (rules 6 and 7) are for each backend to test.</summary>
public abstract class LedgerTests : HistoryTests
{
    private static readonly HistoryEvent s_event = new()
    {
        At = Time,
        Migration = Id("0002_b"),
        Store = "main",
        Status = MigrationStatus.RolledBack,
        Direction = Direction.Backward,
        Actor = "ada@host",
        Detail = "5 rows",
    };

    [Fact]
    public async Task Rule_1_reading_creates_nothing()
    {
        var ledger = Process().Ledger;

        Assert.Empty(await ledger.ReadAsync(Token));
        Assert.Empty(await ledger.ReadOperationsAsync(Id("0001_a"), Token));
        Assert.Empty(await ledger.ReadEventsAsync(Token));
        Assert.Null(await ledger.ReadIdentityAsync(Token));
        Assert.True(await IsUntouchedAsync());
    }

    [Fact]
    public async Task Rule_2_a_write_creates_what_it_needs_and_another_process_reads_it_back()
    {
        await Process().Ledger.WriteAsync(Entry("0002_b"), Token);

        var read = Process().Ledger;
        Assert.Equal(Brief(Entry("0002_b") with { Order = 1 }), Assert.Single(await read.ReadAsync(Token)));
        Assert.Equal(Entry("0002_b").Parts.Select(static part => part.Operations), (await read.ReadOperationsAsync(Id("0002_b"), Token)).Values);
    }

    [Fact]
    public async Task Rule_2_what_can_be_null_is_read_back_as_null()
    {
        var entry = Entry("0002_b") with { AppliedAt = null, Dependencies = [], Replaces = [], Parts = [] };
        await Process().Ledger.WriteAsync(entry, Token);

        Assert.Equal(entry with { Order = 1 }, Assert.Single(await Process().Ledger.ReadAsync(Token)));
    }

    [Fact]
    public async Task Rule_3_a_write_belongs_to_the_open_transaction()
    {
        var database = Process();
        await database.BeginAsync(Token);
        await WriteAllAsync(database.Ledger);
        Assert.Single(await database.Ledger.ReadAsync(Token));
        await database.RollbackAsync(Token);
        Assert.Empty(await database.Ledger.ReadAsync(Token));
        Assert.Empty(await database.Ledger.ReadEventsAsync(Token));
        Assert.Null(await database.Ledger.ReadIdentityAsync(Token));

        await database.BeginAsync(Token);
        await WriteAllAsync(database.Ledger);
        await database.CommitAsync(Token);
        Assert.Single(await Process().Ledger.ReadAsync(Token));
        Assert.Single(await Process().Ledger.ReadEventsAsync(Token));
        Assert.NotNull(await Process().Ledger.ReadIdentityAsync(Token));
    }

    [Fact]
    public async Task Rule_4_an_entry_is_replaced_whole_and_keeps_its_order()
    {
        var ledger = Process().Ledger;
        var replaced = Entry("0001_a", MigrationStatus.RolledBack) with { Parts = [], AppliedAt = null };
        await ledger.WriteAsync(Entry("0001_a"), Token);
        await ledger.WriteAsync(Entry("0002_b"), Token);
        await ledger.WriteAsync(replaced, Token);

        Assert.Equal([replaced with { Order = 1 }, Brief(Entry("0002_b") with { Order = 2 })], await ledger.ReadAsync(Token));
    }

    [Fact]
    public async Task Rule_4_only_the_entry_that_is_named_is_deleted_and_never_an_event()
    {
        var ledger = Process().Ledger;
        await ledger.WriteAsync(Entry("0001_a"), Token);
        await ledger.WriteAsync(Entry("0002_b"), Token);
        await ledger.AppendAsync(s_event, Token);

        await ledger.DeleteAsync(Id("0002_b"), Token);
        await ledger.DeleteAsync(Id("0003_c"), Token);

        Assert.Equal(Id("0001_a"), Assert.Single(await ledger.ReadAsync(Token)).Migration);
        Assert.Empty(await ledger.ReadOperationsAsync(Id("0002_b"), Token));
        Assert.Equal(s_event, Assert.Single(await ledger.ReadEventsAsync(Token)));
    }

    [Fact]
    public async Task Rule_4_the_log_grows_at_its_end()
    {
        var ledger = Process().Ledger;
        var aboutNone = new HistoryEvent { At = Time, Actor = "ada@host" };
        await ledger.AppendAsync(s_event, Token);
        await ledger.AppendAsync(aboutNone, Token);
        await ledger.AppendAsync(s_event with { At = Time.AddDays(-1), Store = null, Detail = null }, Token);

        Assert.Equal([s_event, aboutNone, s_event with { At = Time.AddDays(-1), Store = null, Detail = null }], await Process().Ledger.ReadEventsAsync(Token));
    }

    [Fact]
    public async Task Rule_5_parts_that_are_written_without_operations_keep_theirs_whatever_their_order()
    {
        var ledger = Process().Ledger;
        var entry = Entry("0002_b");
        await ledger.WriteAsync(entry, Token);

        await ledger.WriteAsync(Brief(entry) with { Parts = [.. Brief(entry).Parts.Reverse(), new LedgerPart { Store = "third", Status = MigrationStatus.Pending }] }, Token);

        var operations = await ledger.ReadOperationsAsync(entry.Migration, Token);
        Assert.Equal(entry.Parts[0].Operations, operations["main"]);
        Assert.Equal("[]", operations["catalog"]);
        Assert.Equal("[]", operations["third"]);
    }

    [Fact]
    public async Task Ids_are_replaced_whole()
    {
        var ledger = Process().Ledger;
        await ledger.WriteIdentityAsync(new HistoryIdentity("h1", [new KnownStore("catalog", "c"), new KnownStore("main", "m")]), Token);
        Assert.Equal("m", (await ledger.ReadIdentityAsync(Token))!.Of("main"));

        await ledger.WriteIdentityAsync(new HistoryIdentity("h2", [new KnownStore("catalog", "d")]), Token);

        Assert.Equal(new HistoryIdentity("h2", [new KnownStore("catalog", "d")]), await Process().Ledger.ReadIdentityAsync(Token));
    }

    private static async Task WriteAllAsync(IMigrationLedger ledger)
    {
        await ledger.WriteAsync(Entry("0001_a"), Token);
        await ledger.AppendAsync(s_event, Token);
        await ledger.WriteIdentityAsync(new HistoryIdentity("h", []), Token);
    }
}
