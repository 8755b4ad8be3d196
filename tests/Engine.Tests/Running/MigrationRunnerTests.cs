using DocMigrate.Engine.History;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tests.Running;

public sealed class MigrationRunnerTests : RunnerFixture
{
    [Fact]
    public async Task Applies_everything_in_order_and_says_so()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y"), Define.Migration("a.2", "1", "main:z")];

        var result = await MigrateAsync();

        Assert.Equal([Define.Id("a.1"), Define.Id("a.2")], result.Applied);
        Assert.Equal(["do main/x/0", "do catalog/y/0", "do main/z/0"], Log("do"));
        Assert.Equal("a.1=Applied(main=Applied,catalog=Applied) a.2=Applied(main=Applied)", await ShowAsync());
        Assert.Equal(
            [nameof(RunStartedEvent), nameof(StepStartedEvent), nameof(StepCompletedEvent), nameof(StepStartedEvent), nameof(StepCompletedEvent),
                nameof(MigrationCompletedEvent), nameof(StepStartedEvent), nameof(StepCompletedEvent), nameof(MigrationCompletedEvent)],
            Observer.Events.Where(static item => item is not WarningEvent).Select(static item => item.GetType().Name));
        Assert.NotNull(Entry("a.1").AppliedAt);
        Assert.StartsWith("v1:", Entry("a.1").Hash, StringComparison.Ordinal);
        Assert.Equal(
            ["a.1: Running", "a.1 main: Applied", "a.1 catalog: Applied", "a.1: Applied", "a.2: Running", "a.2 main: Applied", "a.2: Applied"],
            Database("one").Content.Events.Select(static line => $"{line.Migration}{(line.Store is null ? "" : " " + line.Store)}: {line.Status}"));
    }

    [Fact]
    public async Task Goes_back_in_the_reverse_order_of_migrations_and_stores()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y"), Define.Migration("a.2", "1", "main:z", "main:zz")];
        await MigrateAsync();

        var result = await MigrateAsync("a", "zero");

        Assert.Equal([Define.Id("a.2"), Define.Id("a.1")], result.RolledBack);
        Assert.Equal(["undo main/zz/0", "undo main/z/0", "undo catalog/y/0", "undo main/x/0"], Log("undo"));
        Assert.Empty(Data);
        Assert.Equal("a.1=RolledBack(main=RolledBack,catalog=RolledBack) a.2=RolledBack(main=RolledBack)", await ShowAsync());
        Assert.Null(Entry("a.1").AppliedAt);
    }

    [Fact]
    public async Task Goes_forth_again_after_going_back_and_keeps_the_place_in_the_ledger()
    {
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1", "main:y")];
        await MigrateAsync();
        await MigrateAsync("a", "1");

        await MigrateAsync();

        Assert.Equal("a.1=Applied(main=Applied) a.2=Applied(main=Applied)", await ShowAsync());
        Assert.Equal(2, Entry("a.2").Order);
        Assert.Equal(2, Data.Count);
    }

    [Fact]
    public async Task With_nothing_pending_takes_no_lock_and_creates_nothing()
    {
        Migrations = [Define.Migration("a.1", "", "main:x")];
        await MigrateAsync();
        World.Log.Clear();
        var writes = World.Writes;

        var result = await MigrateAsync();

        Assert.True(result.IsEmpty);
        Assert.Empty(World.Log);
        Assert.Equal(writes, World.Writes);
    }

    [Fact]
    public async Task Looking_creates_nothing()
    {
        Migrations = [Define.Migration("a.1", "", "main:x")];

        Assert.Equal("a.1=Pending(main=Pending)", await ShowAsync());

        Assert.False(Database("one").Exists);
        Assert.Equal(0, World.Writes);
    }

    [Fact]
    public async Task Says_which_databases_it_creates()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y")];
        Database("one").Exists = true;

        await MigrateAsync();

        Assert.Equal("Creating fake database two.", Assert.Single(Observer.Warnings));
    }

    [Fact]
    public async Task Steps_on_one_database_share_a_transaction()
    {
        Stores = ["main@one", "catalog@one", "events@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y", "events:z")];

        await MigrateAsync();

        var work = World.Log.SkipWhile(static line => line != "do main/x/0").ToArray();
        Assert.Equal(["do main/x/0", "do catalog/y/0", "commit one", "begin two", "do events/z/0", "commit two"], work.Take(6));
    }

    [Fact]
    public async Task When_the_second_step_of_a_shared_transaction_fails_the_first_is_not_applied_either()
    {
        Stores = ["main@one", "catalog@one"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y")];
        FailAt("catalog/y/0");

        var error = await FailsAsync<StoreException>();

        Assert.Equal("DM3010", error.Code.Value);
        Assert.Contains("'a.1' failed on the store 'catalog': No.", error.Message, StringComparison.Ordinal);
        Assert.Empty(Data);
        Assert.Equal("a.1=Failed(main=Pending,catalog=Failed)", await ShowAsync());
        Assert.Equal("No.", Entry("a.1").Part("catalog")!.Error);
        Assert.DoesNotContain(Observer.Events, static item => item is StepCompletedEvent);
        Assert.Equal("catalog", Assert.Single(Observer.Events.OfType<StepFailedEvent>()).Store);

        World.OnWork = null;
        await MigrateAsync();
        Assert.Equal("a.1=Applied(main=Applied,catalog=Applied)", await ShowAsync());
        Assert.Null(Entry("a.1").Part("catalog")!.Error);
    }

    [Fact]
    public async Task A_failed_step_leaves_the_other_store_applied_and_migrate_resumes_at_the_failed_one()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y")];
        FailAt("catalog/y/0");
        await FailsAsync<StoreException>();
        Assert.Equal("a.1=Failed(main=Applied,catalog=Failed)", await ShowAsync());
        World.OnWork = null;
        World.Log.Clear();

        await MigrateAsync();

        Assert.Equal(["do catalog/y/0"], Log("do"));
        Assert.Equal("a.1=Applied(main=Applied,catalog=Applied)", await ShowAsync());
    }

    [Fact]
    public async Task Migrating_to_the_previous_undoes_what_a_failed_migration_did_and_no_more()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:w"), Define.Migration("a.2", "1", "main:x", "catalog:y*3", "catalog:never")];
        FailAt("catalog/y/2");
        await FailsAsync<StoreException>("a", "2");
        Assert.Equal(4, Data.Count);
        World.OnWork = null;

        await MigrateAsync("a", "1");

        Assert.Equal(["undo catalog/y/0", "undo catalog/y/1", "undo main/x/0"], Log("undo"));
        Assert.Equal("main/w/0", Assert.Single(Data).Key);
        Assert.Equal("a.1=Applied(main=Applied) a.2=RolledBack(main=RolledBack,catalog=RolledBack)", await ShowAsync());
    }

    [Fact]
    public async Task A_migration_that_failed_without_any_effect_can_be_taken_back()
    {
        Migrations = [Define.Migration("a.1", "", "main:w"), Define.Migration("a.2", "1", "main:x")];
        FailAt("main/x/0");
        await FailsAsync<StoreException>();

        var result = await MigrateAsync("a", "1");

        Assert.Equal([Define.Id("a.2")], result.RolledBack);
        Assert.Empty(Log("undo"));
        Assert.Equal("a.1=Applied(main=Applied) a.2=RolledBack(main=RolledBack)", await ShowAsync());
        World.OnWork = null;
        await MigrateAsync();
        Assert.Equal("a.1=Applied(main=Applied) a.2=Applied(main=Applied)", await ShowAsync());
    }

    [Fact]
    public async Task Migrations_before_a_failed_one_stay_applied_and_those_after_it_stay_pending()
    {
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1", "main:y"), Define.Migration("a.3", "2", "main:z")];
        FailAt("main/y/0");

        await FailsAsync<StoreException>();

        Assert.Equal("a.1=Applied(main=Applied) a.2=Failed(main=Failed) a.3=Pending(main=Pending)", await ShowAsync());
    }

    [Fact]
    public async Task Goes_on_where_it_was_cancelled()
    {
        Migrations = [Define.Migration("a.1", "", "main:x*4")];
        using var cancellation = new CancellationTokenSource();
        World.OnWork = place =>
        {
            if (place == "main/x/2")
            {
                cancellation.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MigrateAsync(cancellationToken: cancellation.Token));
        Assert.True(Assert.Single(Observer.Events.OfType<StepFailedEvent>()).Cancelled);
        Assert.Equal("a.1=Failed(main=Failed)", await ShowAsync());
        var done = Data.Count;
        World.OnWork = null;

        await MigrateAsync();

        Assert.InRange(done, 2, 3);
        Assert.True(Assert.Single(Observer.Events.OfType<StepStartedEvent>()).Resumed);
        Assert.Equal(4, Data.Count);
        Assert.All(Data.Values, static value => Assert.Equal(1, value));
        Assert.Equal(4, Entry("a.1").Part("main")!.Counts.Changed);
    }

    [Fact]
    public async Task A_migration_without_operations_is_applied_and_undone_as_a_record_only()
    {
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1")];

        await MigrateAsync();
        Assert.Equal("a.1=Applied(main=Applied) a.2=Applied()", await ShowAsync());

        await MigrateAsync("a", "1");
        Assert.Equal("a.1=Applied(main=Applied) a.2=RolledBack()", await ShowAsync());
    }

    [Fact]
    public async Task Locks_the_history_first_then_the_others_in_the_order_of_their_keys_and_frees_them_in_reverse()
    {
        Stores = ["main@m", "events@z", "catalog@a", "unused@b"];
        Migrations = [Define.Migration("a.1", "", "main:x", "events:x", "catalog:y")];

        await MigrateAsync();

        Assert.Equal(["lock m", "lock a", "lock z", "unlock z", "unlock a", "unlock m"], Log("lock", "unlock"));
        Assert.Null(Database("a").HeldBy);
        Assert.Null(Database("z").HeldBy);
    }

    [Fact]
    public async Task A_lock_that_another_holds_stops_it_and_frees_those_that_it_had()
    {
        Stores = ["main@a", "catalog@b"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y")];
        Database("b").HeldBy = new LockHolder("somebody", "elsewhere", 7, Clock.GetUtcNow());

        LockTimeout = TimeSpan.Zero;

        var error = await FailsAsync<LockedException>();

        Assert.Equal(ExitCode.Locked, error.ExitCode);
        Assert.Null(Database("a").HeldBy);
        Assert.Equal(0, World.Writes);
    }

    [Fact]
    public async Task Does_nothing_when_another_run_did_it_while_this_one_waited_for_the_lock()
    {
        Migrations = [Define.Migration("a.1", "", "main:x")];
        Database("one").OnLock = () =>
        {
            Database("one").OnLock = null;
            World.Open(Clock, Migrations, Stores)
                .MigrateAsync(DocMigrate.Engine.Graph.MigrationTarget.Latest, null, null, CancellationToken.None).GetAwaiter().GetResult();
        };

        var result = await MigrateAsync();

        Assert.True(result.IsEmpty);
        Assert.Single(Log("do"));
        Assert.Equal(1, Assert.Single(Data).Value);
    }

    [Fact]
    public async Task Takes_a_lock_again_that_was_taken_away_before_its_fence_was_known()
    {
        Migrations = [Define.Migration("a.1", "", "main:x")];
        Database("one").OnLocked = () =>
        {
            Database("one").OnLocked = null;
            Database("one").Change(static content => content with { Fence = content.Fence + 1 });
            Database("one").HeldBy = null;
        };

        await MigrateAsync();

        Assert.Equal(2, Log("lock one").Length);
        Assert.Equal(1, Assert.Single(Data).Value);
        Assert.Null(Database("one").HeldBy);
    }

    [Fact]
    public async Task Preflight_sees_all_steps_of_a_store_before_anything_is_written_and_can_refuse()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y"), Define.Migration("a.2", "1", "catalog:z")];
        World.OnPreflight = static store =>
        {
            if (store == "catalog")
            {
                throw new DataException(FakeErrors.Data, "3 documents do not fit.", "Mend them.");
            }
        };

        await FailsAsync<DataException>();

        Assert.Equal(["preflight main: a.1", "preflight catalog: a.1 a.2"], Log("preflight"));
        Assert.Equal(0, World.Writes);
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_leaves_the_others_untouched()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y")];
        Database("one").Exists = Database("two").Exists = true;
        Database("two").IsReadOnly = true;

        await FailsAsync<StoreException>();

        Assert.Equal(new FakeContent(), Database("one").Content);
    }

    [Fact]
    public async Task Refuses_an_irreversible_step_anywhere_in_the_plan_before_anything_is_touched()
    {
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1", "main:y!"), Define.Migration("a.3", "2", "main:z")];
        await MigrateAsync();
        var before = World.Writes;

        var error = await FailsAsync<HistoryException>("a", "zero");

        Assert.Equal("DM3003", error.Code.Value);
        Assert.Contains("'a.2'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Make y", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, World.Writes);
    }

    [Fact]
    public async Task An_irreversible_operation_that_was_never_reached_does_not_stand_in_the_way()
    {
        Migrations = [Define.Migration("a.1", "", "main:x*3", "main:y!")];
        FailAt("main/x/1");
        await FailsAsync<StoreException>();
        World.OnWork = null;

        await MigrateAsync("a", "zero");

        Assert.Empty(Data);
    }

    [Fact]
    public async Task A_failure_that_cannot_be_recorded_is_warned_about_and_the_cause_is_what_is_thrown()
    {
        Migrations = [Define.Migration("a.1", "", "main:x")];
        World.OnWork = _ =>
        {
            Database("one").IsReadOnly = true;
            throw new InvalidOperationException("The cause.");
        };

        var error = await FailsAsync<StoreException>();

        Assert.Contains("The cause.", error.Message, StringComparison.Ordinal);
        Assert.Contains(Observer.Warnings, static warning => warning.Contains("could not be recorded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_migrations_there_is_an_error_with_a_remedy()
    {
        var error = await FailsAsync<CatalogException>();

        Assert.Equal("DM2203", error.Code.Value);
        Assert.Contains("makemigrations", error.Remedy, StringComparison.Ordinal);
    }

    private void FailAt(string place) => World.OnWork = now =>
    {
        if (now == place)
        {
            throw new InvalidOperationException("No.");
        }
    };
}
