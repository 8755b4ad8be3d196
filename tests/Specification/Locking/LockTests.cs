using DocMigrate.Backends;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Locking;
using DocMigrate.Running;
using DocMigrate.Specification.Harness;

namespace DocMigrate.Specification.Locking;

/// <summary>What <see cref="IMigrationLock"/> asks of every backend. That the lock dies with its process needs a process, and is for each backend to test.</summary>
public abstract class LockTests : DatabaseTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    protected static LockHolder Ada { get; } = new("ada", "host", 42, Noon);

    protected static LockHolder Grace { get; } = new("grace", "elsewhere", 7, Noon.AddMinutes(1));

    [Fact]
    public async Task One_at_a_time_holds_it()
    {
        await using var held = await AcquireAsync(Process(), Ada);

        Assert.Null(await Process().Lock.TryAcquireAsync(Grace, Token));
    }

    [Fact]
    public async Task Of_many_who_try_at_once_one_gets_it()
    {
        using var start = new ManualResetEventSlim();
        var tries = Enumerable.Range(0, 8).Select(_ => Process()).Select(database => Task.Run(
            async () =>
            {
                start.Wait(Token);
                return await database.Lock.TryAcquireAsync(Ada, Token);
            },
            Token)).ToArray();
        start.Set();
        var held = (await Task.WhenAll(tries)).OfType<IHeldLock>().ToArray();

        await using var only = Assert.Single(held);
    }

    [Fact]
    public async Task It_is_free_when_it_was_released()
    {
        var database = Process();
        var held = await AcquireAsync(Process(), Ada);
        Assert.True(Ada.IsSameHolding(await database.Lock.ReadHolderAsync(Token)));

        await held.DisposeAsync();

        Assert.Null(await database.Lock.ReadHolderAsync(Token));
        await using var second = await AcquireAsync(database, Grace);
        Assert.True(Grace.IsSameHolding(await Process().Lock.ReadHolderAsync(Token)));
    }

    [Fact]
    public async Task Nothing_is_created_of_a_database_that_is_not_there()
    {
        var database = Process();

        Assert.Null(await database.Lock.ReadHolderAsync(Token));
        Assert.Equal(0, await database.Lock.ReadFenceAsync(Token));
        await using (await AcquireAsync(database, Ada))
        {
            Assert.True(await IsUntouchedAsync());
        }

        Assert.True(await IsUntouchedAsync());
    }

    [Fact]
    public async Task Others_read_how_far_the_holder_is_even_while_it_writes()
    {
        var database = Process();
        await using var held = await AcquireAsync(database, Ada);
        await held.RaiseFenceAsync(0, 1, Token);
        await database.BeginAsync(Token);
        await database.Journal.WriteAsync(Entry("0001_a"), Token);
        var before = (await Process().Lock.ReadHolderAsync(Token))!.Signs;

        held.Report("shop.0001_a on main: customers, 5 of 10");

        var holder = await HolderWhenAsync(static holder => holder.Progress == "shop.0001_a on main: customers, 5 of 10");
        Assert.True(holder.Signs > before);
        await database.RollbackAsync(Token);
    }

    [Fact]
    public async Task Work_elsewhere_is_a_sign_of_life_too()
    {
        var work = 0L;
        await using var held = await AcquireAsync(Process(), Ada);
        held.Watch(() => Interlocked.Read(ref work));
        var before = (await Process().Lock.ReadHolderAsync(Token))!.Signs;

        Interlocked.Increment(ref work);

        await HolderWhenAsync(holder => holder.Signs > before);
    }

    [Fact]
    public async Task A_holder_that_does_not_get_on_gives_no_sign()
    {
        await using var held = await AcquireAsync(Process(), Ada);
        held.Report("a");
        var holder = await HolderWhenAsync(static holder => holder.Progress == "a");

        // Long enough for a timer that would give a sign for nothing to do so twice.
        await Task.Delay(TimeSpan.FromMilliseconds(1200), Token);

        Assert.Equal(holder, await Process().Lock.ReadHolderAsync(Token));
    }

    [Fact]
    public async Task The_fence_stays_when_the_holder_is_gone()
    {
        await using (var held = await AcquireAsync(Process(), Ada))
        {
            Assert.Null(held.Fence);
            await held.RaiseFenceAsync(0, 7, Token);
            Assert.Equal(7, held.Fence);
        }

        Assert.Equal(7, await Process().Lock.ReadFenceAsync(Token));
    }

    [Fact]
    public async Task The_fence_is_raised_only_from_what_it_was()
    {
        await using var held = await AcquireAsync(Process(), Ada);
        await Process().Lock.RaiseFenceAsync(0, 3, Token);

        var error = await Assert.ThrowsAsync<LockLostException>(() => held.RaiseFenceAsync(0, 1, Token));

        Assert.Equal((0, 3), (error.Own, error.Present));
        Assert.Equal(ExitCode.Locked, error.ExitCode);
        Assert.Null(held.Fence);
        Assert.Equal(3, await Process().Lock.ReadFenceAsync(Token));
    }

    [Fact]
    public async Task Raising_the_fence_belongs_to_the_transaction_that_is_open()
    {
        var database = Process();
        await database.Lock.RaiseFenceAsync(0, 1, Token);
        await database.BeginAsync(Token);
        await database.Lock.RaiseFenceAsync(1, 2, Token);

        await database.RollbackAsync(Token);

        Assert.Equal(1, await Process().Lock.ReadFenceAsync(Token));
    }

    [Fact]
    public async Task A_holder_with_its_own_fence_writes()
    {
        var database = Process();
        await using var held = await AcquireAsync(database, Ada);
        await held.RaiseFenceAsync(0, 1, Token);

        await database.BeginAsync(Token);
        await database.Journal.WriteAsync(Entry("0001_a"), Token);
        await database.CommitAsync(Token);
        await database.Journal.WriteAsync(Entry("0002_b"), Token);

        Assert.Equal(2, (await Process().Journal.ReadAsync("main", Token)).Count);
    }

    [Fact]
    public async Task Entries_say_under_which_fence_they_were_written()
    {
        var database = Process();
        await database.Journal.WriteAsync(Entry("0001_a"), Token);
        await using (var held = await AcquireAsync(database, Ada))
        {
            await held.RaiseFenceAsync(0, 4, Token);
            await database.Journal.WriteAsync(Entry("0002_b"), Token);
            await database.Ledger.WriteAsync(LedgerEntry, Token);
        }

        Assert.Equal([0L, 4L], (await Process().Journal.ReadAsync("main", Token)).Select(static entry => entry.Fence));
        Assert.Equal(4, Assert.Single(await Process().Ledger.ReadAsync(Token)).Fence);
    }

    [Fact]
    public async Task A_holder_whose_fence_was_passed_writes_nothing_more()
    {
        var database = Process();
        await using var held = await AcquireAsync(database, Ada);
        await held.RaiseFenceAsync(0, 1, Token);
        await database.Journal.WriteAsync(Entry("0001_a"), Token);
        await Process().Lock.RaiseFenceAsync(1, 2, Token);

        var error = await Assert.ThrowsAsync<LockLostException>(() => database.BeginAsync(Token));

        Assert.Equal((1, 2), (error.Own, error.Present));
        await database.RollbackAsync(Token);
        await Assert.ThrowsAsync<LockLostException>(() => database.Journal.WriteAsync(Entry("0002_b"), Token));
        Assert.Single(await Process().Journal.ReadAsync("main", Token));

        // It holds no transaction open either: others can write.
        await Process().Journal.WriteAsync(Entry("0003_c"), Token);
    }

    [Fact]
    public async Task A_lock_that_was_released_holds_nothing_to_its_fence()
    {
        var database = Process();
        await using (var held = await AcquireAsync(database, Ada))
        {
            await held.RaiseFenceAsync(0, 1, Token);
        }

        await Process().Lock.RaiseFenceAsync(1, 2, Token);

        await database.BeginAsync(Token);
        await database.RollbackAsync(Token);
    }

    [Fact]
    public async Task A_lock_that_was_taken_away_is_free_and_its_old_holder_disturbs_nobody()
    {
        var first = await AcquireAsync(Process(), Ada);
        var other = Process();
        await other.Lock.RaiseFenceAsync(0, 1, Token);
        await other.Lock.BreakAsync(Token);
        Assert.Null(await Process().Lock.ReadHolderAsync(Token));

        await using var second = await AcquireAsync(other, Grace);
        second.Report("second");
        first.Report("first");
        await HolderWhenAsync(static holder => holder.Progress == "second");
        await first.DisposeAsync();

        Assert.Null(await Process().Lock.TryAcquireAsync(Ada, Token));
        Assert.True(Grace.IsSameHolding(await Process().Lock.ReadHolderAsync(Token)));
    }

    [Fact]
    public async Task A_lock_can_be_taken_away_again_and_again()
    {
        for (var round = 0; round < 3; round++)
        {
            var lost = await AcquireAsync(Process(), Ada);
            await Process().Lock.BreakAsync(Token);
            await using (await AcquireAsync(Process(), Grace))
            {
                Assert.Null(await Process().Lock.TryAcquireAsync(Ada, Token));
                await lost.DisposeAsync();
                Assert.Null(await Process().Lock.TryAcquireAsync(Ada, Token));
            }
        }

        Assert.Null(await Process().Lock.ReadHolderAsync(Token));
    }

    protected static async Task<IHeldLock> AcquireAsync(IStoreDatabase database, LockHolder holder)
    {
        var held = await database.Lock.TryAcquireAsync(holder, Token);
        Assert.NotNull(held);
        return held;
    }

    /// <summary>The holder, as soon as it is as wanted.</summary>
    protected async Task<LockHolder> HolderWhenAsync(Func<LockHolder, bool> wanted)
    {
        var database = Process();
        var start = TimeProvider.System.GetTimestamp();
        LockHolder? holder;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Token);
            holder = await database.Lock.ReadHolderAsync(Token);
        }
        while ((holder is null || !wanted(holder)) && TimeProvider.System.GetElapsedTime(start) < Generous);

        Assert.True(holder is not null && wanted(holder), $"The holder stayed as it was: {holder}, {holder?.Progress}.");
        return holder!;
    }

    private static LedgerEntry LedgerEntry { get; } = new()
    {
        Migration = new MigrationId("shop", "0002_b"),
        Status = MigrationStatus.Applied,
        Direction = Direction.Forward,
        Hash = "v1:x",
        StartedAt = Noon,
        Actor = "ada@host",
        ToolVersion = "0.1.0",
    };

    private static JournalEntry Entry(string name) => new()
    {
        Migration = new MigrationId("shop", name),
        Store = "main",
        Direction = Direction.Forward,
        Status = MigrationStatus.Applied,
        Hash = "v1:x",
        Operations = "[]",
        Progress = new StepProgress(),
        StartedAt = Noon,
        UpdatedAt = Noon,
        ToolVersion = "0.1.0",
    };
}
