using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Running;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Running;

/// <summary>Recording without running, and taking out of the history what the code no longer has.</summary>
public sealed class FakeTests : RunnerFixture
{
    private static readonly MigrationDefinition[] s_two = [Define.Migration("a.1", "", "main:w"), Define.Migration("a.2", "1", "main:x", "catalog:y*3")];

    public FakeTests()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = s_two;
    }

    [Fact]
    public async Task Records_forwards_and_back_in_ledger_and_journals_and_runs_nothing()
    {
        var forth = await FakeAsync();

        Assert.True(forth.Faked);
        Assert.Empty(Data);
        Assert.Empty(Log("do ", "undo ", "preflight"));
        Assert.Equal("a.1=Applied(main=Applied) a.2=Applied(main=Applied,catalog=Applied)", await ShowAsync());
        Assert.Contains(Database("one").Content.Events, static line => line.Detail == "faked");
        Assert.True((await MigrateAsync()).IsEmpty);

        await FakeAsync("a", "zero");
        Assert.Equal("a.1=RolledBack(main=RolledBack) a.2=RolledBack(main=RolledBack,catalog=RolledBack)", await ShowAsync());
        await MigrateAsync();
        Assert.Equal(5, Data.Count);
    }

    [Fact]
    public async Task Killed_at_any_write_it_goes_on_when_run_again()
    {
        for (var write = 1; ; write++)
        {
            var run = new FakeTests();
            run.World.DieAt = write;
            var died = false;
            try
            {
                await run.FakeAsync();
            }
            catch (Exception error) when (error is FakeCrashException or StoreException { InnerException: FakeCrashException })
            {
                died = true;
            }

            run.World.Revive();
            await run.FakeAsync();
            Assert.Equal("a.1=Applied(main=Applied) a.2=Applied(main=Applied,catalog=Applied)", await run.ShowAsync());
            Assert.Empty(run.Data);
            if (!died)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task A_half_done_part_is_refused_and_one_that_had_no_effect_is_not()
    {
        World.OnWork = static place =>
        {
            if (place == "catalog/y/2")
            {
                throw new InvalidOperationException("stop");
            }
        };
        await Assert.ThrowsAnyAsync<MigrationException>(() => MigrateAsync());
        World.OnWork = null;

        var before = World.Writes;
        var error = await Assert.ThrowsAsync<HistoryException>(() => FakeAsync());
        Assert.Equal("DM3033", error.Code.Value);
        Assert.Contains("'a.2'", error.Message);
        Assert.Equal(before, World.Writes);

        await MigrateAsync("a", "1");
        World.OnWork = static place =>
        {
            if (place == "catalog/y/0")
            {
                throw new InvalidOperationException("stop");
            }
        };
        await Assert.ThrowsAnyAsync<MigrationException>(() => MigrateAsync());
        World.OnWork = null;
        await FakeAsync();
        Assert.EndsWith("a.2=Applied(main=Applied,catalog=Applied)", await ShowAsync());
    }

    [Fact]
    public async Task Prune_forgets_what_the_code_lacks_says_what_stays_aside_and_the_log_keeps_the_fact()
    {
        await MigrateAsync();
        Migrations = [s_two[0]];
        World.Kept = 12;

        await using (var migrator = World.Open(Clock, Migrations, Stores))
        {
            var planned = await migrator.PlanPruneAsync("a", TestContext.Current.CancellationToken);
            Assert.Equal(["a.2"], planned.Migrations.Select(static migration => migration.Migration));
            Assert.Equal(24, planned.Migrations[0].KeptAside);
            Assert.False(planned.Pruned);
            await Assert.ThrowsAsync<HistoryException>(() => migrator.PruneAsync("a", [], null, null, TestContext.Current.CancellationToken));

            Assert.True((await migrator.PruneAsync("a", [Define.Id("a.2")], null, null, TestContext.Current.CancellationToken)).Pruned);
            Assert.Empty((await migrator.PlanPruneAsync("a", TestContext.Current.CancellationToken)).Migrations);
        }

        Assert.Equal("a.1=Applied(main=Applied)", await ShowAsync());
        Assert.DoesNotContain(Database("two").Content.Journal, static entry => entry.Migration == Define.Id("a.2"));
        Assert.Contains("pruned", Database("one").Content.Events[^1].Detail);
        Assert.Equal(5, Data.Count);

        // The file returns: recorded again, it can be rolled back again.
        Migrations = s_two;
        await FakeAsync();
        await MigrateAsync("a", "1");
        Assert.Equal(["main/w/0"], Data.Keys);
    }

    [Fact]
    public async Task Prune_refuses_what_is_half_done_what_others_need_and_an_unknown_module()
    {
        Migrations = [.. s_two, Define.Migration("b.1", "a.2", "main:k")];
        await MigrateAsync();
        Migrations = [s_two[0]];
        await using var migrator = World.Open(Clock, Migrations, Stores);

        Assert.Equal("DM3035", (await Assert.ThrowsAsync<HistoryException>(() => migrator.PlanPruneAsync("a", TestContext.Current.CancellationToken))).Code.Value);
        Assert.Equal("DM2213", (await Assert.ThrowsAsync<HistoryException>(() => migrator.PlanPruneAsync("c", TestContext.Current.CancellationToken))).Code.Value);
        Assert.Single((await migrator.PlanPruneAsync("b", TestContext.Current.CancellationToken)).Migrations);
    }

    [Fact]
    public async Task What_was_edited_after_it_was_applied_is_told_by_check_and_by_migrate()
    {
        await MigrateAsync();
        Migrations = [s_two[0], Define.Migration("a.2", "1", "main:x*4", "catalog:q"), Define.Migration("a.3", "2", "main:z")];

        await using var migrator = World.Open(Clock, Migrations, Stores);
        var problem = Assert.Single((await migrator.CheckAsync(TestContext.Current.CancellationToken)).Problems, static problem => problem.Changes is not null);
        Assert.Equal(
            ["main: changed \"Make x\" (chunks: (not said) -> 4)", "catalog: removed \"Make y\"", "catalog: added \"Make q\""],
            problem.Changes!.Select(static change => change.ToString()));
        await MigrateAsync();
        Assert.Contains(Observer.Warnings, static warning => warning.Contains("changed \"Make x\""));
    }

    private async Task<RunResult> FakeAsync(string? module = null, string? name = null)
    {
        await using var migrator = World.Open(Clock, Migrations, Stores);
        return await migrator.FakeAsync(MigrationTarget.Parse(module, name), null, null, TestContext.Current.CancellationToken);
    }
}
