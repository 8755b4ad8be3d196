using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Engine.Tests.Running;
using DocMigrate.Errors;
using DocMigrate.Locking;

namespace DocMigrate.Engine.Tests.Locking;

public sealed class UnlockTests : RunnerFixture
{
    private static readonly LockHolder s_ada = new("ada", "far-away", 42, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) { Progress = "a.2 on main" };

    public UnlockTests()
    {
        Stores = ["main@one", "catalog@two", "unused@three", "copy@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y"), Define.Migration("a.2", "1", "main:z")];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_nobody_there_shows_that_and_changes_nothing()
    {
        await MigrateAsync("a", "1");
        var writes = World.Writes;
        await using var migrator = World.Open(Clock, Migrations, Stores);

        var locks = await migrator.LocksAsync(Token);
        var report = await migrator.UnlockAsync([], Token);

        Assert.All(locks, static report => Assert.Null(report.Holder));
        Assert.Equal([["main"], ["unused"], ["catalog", "copy"]], locks.Select(static report => report.Stores.ToArray()));
        Assert.Equal((false, null), (report.Unlocked, report.Fence));
        Assert.Equal(writes, World.Writes);
    }

    [Fact]
    public async Task Takes_the_locks_away_raises_the_fence_wherever_a_run_ever_wrote_and_says_so_in_the_history()
    {
        await MigrateAsync("a", "1");
        Database("one").HeldBy = s_ada;
        Database("three").Exists = true;
        await using var migrator = World.Open(Clock, Migrations, Stores);

        var locks = await migrator.LocksAsync(Token);
        var report = await migrator.UnlockAsync([s_ada], Token);

        Assert.Equal((s_ada, HolderState.Elsewhere), (locks[0].Holder, locks[0].State));
        Assert.Equal((true, 2), (report.Unlocked, report.Fence));
        Assert.Equal((2, 2, 0), (Database("one").Content.Fence, Database("two").Content.Fence, Database("three").Content.Fence));
        Assert.Null(Database("one").HeldBy);
        var told = Assert.Single(await migrator.HistoryAsync(Token), static line => line.Migration is null);
        Assert.Contains("was taken from ada@far-away, process 42", told.Detail, StringComparison.Ordinal);

        Assert.Equal("a.2", Assert.Single((await MigrateAsync()).Applied).ToString());
    }

    [Fact]
    public async Task Who_took_the_lock_since_it_was_shown_keeps_it()
    {
        await MigrateAsync("a", "1");
        Database("one").HeldBy = s_ada with { ProcessId = 43 };
        var writes = World.Writes;
        await using var migrator = World.Open(Clock, Migrations, Stores);

        var error = await Assert.ThrowsAsync<LockedException>(() => migrator.UnlockAsync([s_ada], Token));

        Assert.Equal("DM3023", error.Code.Value);
        Assert.Equal(43, Database("one").HeldBy!.ProcessId);
        Assert.Equal(writes, World.Writes);
    }

    [Fact]
    public async Task A_holder_that_got_on_since_it_was_shown_is_still_the_same()
    {
        await MigrateAsync("a", "1");
        Database("one").HeldBy = s_ada with { Signs = 7, Progress = "a.2 on main: x, 5 of 10" };
        await using var migrator = World.Open(Clock, Migrations, Stores);

        Assert.True((await migrator.UnlockAsync([s_ada], Token)).Unlocked);
    }

    [Fact]
    public async Task A_holder_inside_a_transaction_keeps_all_its_locks_and_is_named()
    {
        await MigrateAsync("a", "1");
        Database("one").HeldBy = Database("two").HeldBy = s_ada;
        Database("two").IsBusy = true;
        var writes = World.Writes;
        await using var migrator = World.Open(Clock, Migrations, Stores);

        var error = await Assert.ThrowsAsync<LockedException>(() => migrator.UnlockAsync([s_ada], Token));

        Assert.Equal(("DM3022", ExitCode.Locked), (error.Code.Value, error.ExitCode));
        Assert.Contains("ada@far-away, process 42", error.Message, StringComparison.Ordinal);
        Assert.Contains("fake database two", error.Message, StringComparison.Ordinal);
        Assert.Contains("End process 42 on 'far-away'", error.Remedy, StringComparison.Ordinal);
        Assert.Equal((s_ada, s_ada), (Database("one").HeldBy, Database("two").HeldBy));
        Assert.Equal(writes, World.Writes);
    }

    [Fact]
    public async Task A_holder_that_was_frozen_before_there_was_a_database_loses_its_lock_and_none_is_made()
    {
        Database("one").HeldBy = s_ada;
        await using var migrator = World.Open(Clock, Migrations, Stores);

        Assert.True((await migrator.UnlockAsync([s_ada], Token)).Unlocked);

        Assert.False(Database("one").Exists);
        Assert.Null(Database("one").HeldBy);
    }

    [Fact]
    public async Task A_run_that_can_not_look_because_another_writes_waits_for_its_lock()
    {
        Database("one").HeldBy = s_ada;
        Database("one").IsBusyToReaders = true;
        Database("one").OnLock = () =>
        {
            Database("one").OnLock = null;
            Database("one").HeldBy = null;
            Database("one").IsBusyToReaders = false;
        };

        Assert.Equal(2, (await MigrateAsync()).Applied.Count);
    }
}
