using DocMigrate.Engine.Repairing;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Engine.Tests.Running;
using DocMigrate.Errors;
using DocMigrate.History;

namespace DocMigrate.Engine.Tests.Repairing;

/// <summary>The ledger in one database, stores in others: each is lost, restored or swapped in turn, and repaired without the code.</summary>
public sealed class RepairTests : RunnerFixture
{
    private const string AllApplied = "a.1=Applied(main=Applied,catalog=Applied) a.2=Applied(catalog=Applied) a.3=Applied(main=Applied) a.4_merge=Applied() a.5=Applied(catalog=Applied)";

    public RepairTests()
    {
        Stores = ["log@history", "main@one", "catalog@two"];
        Migrations =
        [
            Define.Migration("a.1", "", "main:x", "catalog:y"),
            Define.Migration("a.2", "1", "catalog:z"),
            Define.Migration("a.3", "1", "main:u"),
            Define.Migration("a.4_merge", "2 3"),
            Define.Migration("a.5", "4_merge", "catalog:v"),
        ];
    }

    [Fact]
    public async Task Ledger_and_stores_know_each_other_after_the_first_run()
    {
        await MigrateAsync();

        var identity = Database("history").Content.History!;
        Assert.Equal(32, identity.Id.Length);
        Assert.Equal(Database("one").Content.Identities["main"], new StoreIdentity("main", identity.Of("main")!, identity.Id));
        Assert.Equal(Database("two").Content.Identities["catalog"], new StoreIdentity("catalog", identity.Of("catalog")!, identity.Id));
        Assert.Null(identity.Of("log"));
        Assert.NotEqual(identity.Of("main"), identity.Of("catalog"));
    }

    [Fact]
    public async Task A_lost_history_stops_the_run_and_is_not_founded_anew()
    {
        await MigrateAsync();
        Database("history").Replace(new FakeContent());
        var writes = World.Writes;

        var error = await FailsAsync<HistoryException>();

        Assert.Equal("DM3011", error.Code.Value);
        Assert.Contains("'fake database history'", error.Message, StringComparison.Ordinal);
        Assert.Contains("the stores 'main', 'catalog' belong to one", error.Message, StringComparison.Ordinal);
        Assert.Contains("docmigrate repair", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(writes, World.Writes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_history_is_rebuilt_in_the_right_order(bool withoutCode)
    {
        RepairsWithoutCode = withoutCode;
        await MigrateAsync();
        var before = Database("history").Content;
        Database("history").Replace(new FakeContent());

        var report = await RepairAsync();

        var after = Database("history").Content;
        Assert.True(report.Done);
        Assert.Equal(RepairChangeKind.HistoryRebuilt, report.Changes[0].Kind);
        Assert.Equal(before.History!.Id, after.History!.Id);
        Assert.Equal(before.Ledger.Select(static entry => entry.Migration), after.Ledger.OrderBy(static entry => entry.Order).Select(static entry => entry.Migration));
        Assert.Equal(before.Ledger.Select(static entry => entry.Hash), after.Ledger.Select(static entry => entry.Hash));
        Assert.Equal(before.Ledger.SelectMany(static entry => entry.Parts), after.Ledger.SelectMany(static entry => entry.Parts));
        Assert.All(after.Events, static line => Assert.StartsWith("Repaired: ", line.Detail, StringComparison.Ordinal));

        // The store 'log' has no journal: without the code nobody can say that a migration which is in no journal was not one of its own.
        Assert.Equal(withoutCode ? ["a.4_merge"] : [], (await MigrateAsync()).Applied.Select(static id => id.ToString()));
        Assert.Equal(AllApplied, await ShowAsync());
        Assert.All(Data.Values, static times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_history_that_was_lost_with_one_of_its_stores_does_not_claim_that_store()
    {
        Stores = ["main@one", "catalog@two"];
        await MigrateAsync("a", "1");
        Database("one").Replace(new FakeContent());
        Assert.Equal("a.1=Running(main=Pending,catalog=Applied)", (await ShowAsync()).Split(" a.2")[0]);

        await RepairAsync();
        await MigrateAsync();

        Assert.Equal(AllApplied, await ShowAsync());
        Assert.Equal(1, Data["main/x/0"]);
        Assert.Equal(1, Data["catalog/y/0"]);
    }

    [Fact]
    public async Task A_store_restored_to_an_earlier_copy_gets_again_what_it_lacks_and_nothing_else()
    {
        await MigrateAsync("a", "1");
        var backup = Database("two").Content;
        await MigrateAsync();
        Database("two").Replace(backup);
        Assert.Equal("DM3002", (await FailsAsync<HistoryException>()).Code.Value);

        var report = await RepairAsync("catalog");

        Assert.Equal(["a.2", "a.5"], report.Changes.Select(static change => change.Migration));
        Assert.All(report.Changes, static change => Assert.Equal((MigrationStatus.Applied, MigrationStatus.Pending), (change.From!.Value, change.To!.Value)));
        Assert.Equal(["a.2", "a.5"], (await MigrateAsync()).Applied.Select(static id => id.ToString()));
        Assert.Equal(AllApplied, await ShowAsync());
        Assert.All(Data.Values, static times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_store_restored_to_a_copy_from_before_everything_is_built_up_again()
    {
        await MigrateAsync();
        await MigrateAsync("a", "zero");
        var backup = Database("two").Content;
        await MigrateAsync();
        Database("two").Replace(backup);

        await RepairAsync("catalog");
        await MigrateAsync();

        Assert.Equal(AllApplied, await ShowAsync());
        Assert.All(Data.Values, static times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_store_restored_to_a_copy_from_before_it_was_undone_is_applied_again_in_the_history()
    {
        await MigrateAsync();
        var backup = Database("two").Content;
        await MigrateAsync("a", "1");
        Database("two").Replace(backup);

        await RepairAsync("catalog");

        Assert.Equal("a.5=Applied(catalog=Applied)", (await ShowAsync()).Split(' ')[^1]);
    }

    [Fact]
    public async Task A_deleted_store_is_only_given_up_when_that_is_said()
    {
        await MigrateAsync();
        Database("two").Replace(new FakeContent());
        Assert.Equal("DM3012", (await FailsAsync<HistoryException>()).Code.Value);
        Assert.Equal("DM3012", (await Assert.ThrowsAsync<HistoryException>(() => RepairAsync())).Code.Value);
        Assert.Equal("DM3012", (await Assert.ThrowsAsync<HistoryException>(() => RepairAsync("catalog"))).Code.Value);

        var report = await RepairAsync("catalog", accept: true);

        Assert.Equal(RepairChangeKind.StoreAccepted, report.Changes[0].Kind);
        await MigrateAsync();
        Assert.Equal(AllApplied, await ShowAsync());
        Assert.All(Data.Values, static times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_swapped_store_is_not_believed_in_anything()
    {
        await MigrateAsync();
        Stores = ["log@history2", "main@one2", "catalog@two2"];
        await MigrateAsync("a", "1");
        Stores = ["log@history", "main@one", "catalog@two2"];

        var error = await FailsAsync<HistoryException>();

        Assert.Equal("DM3013", error.Code.Value);
        Assert.Contains("'catalog' in 'fake database two2' belongs to another history", error.Message, StringComparison.Ordinal);
        Assert.Equal(AllApplied, await ShowAsync());
        Assert.Equal("DM3013", (await Assert.ThrowsAsync<HistoryException>(() => RepairAsync("catalog"))).Code.Value);
    }

    [Fact]
    public async Task A_swapped_store_that_is_accepted_is_taken_as_it_is()
    {
        await MigrateAsync();
        Stores = ["log@history2", "main@one2", "catalog@two2"];
        await MigrateAsync("a", "1");
        Stores = ["log@history", "main@one", "catalog@two2"];

        await RepairAsync("catalog", accept: true);

        Assert.Equal(Database("history").Content.History!.Id, Database("two2").Content.Identities["catalog"].History);
        Assert.Equal(["a.2", "a.5"], (await MigrateAsync()).Applied.Select(static id => id.ToString()));
    }

    [Fact]
    public async Task A_copy_of_a_store_under_another_id_is_another_store()
    {
        await MigrateAsync();
        var content = Database("two").Content;
        Database("two").Replace(content with { Identities = content.Identities.SetItem("catalog", content.Identities["catalog"] with { Id = new string('0', 32) }) });

        Assert.Equal("DM3013", (await FailsAsync<HistoryException>()).Code.Value);
    }

    [Fact]
    public async Task Stores_of_two_histories_need_a_decision()
    {
        await MigrateAsync();
        Stores = ["log@history2", "main@one2", "catalog@two2"];
        await MigrateAsync("a", "1");
        Stores = ["log@lost", "main@one", "catalog@two2"];
        Assert.Equal("DM3014", (await FailsAsync<HistoryException>()).Code.Value);
        Assert.Equal("DM3014", (await Assert.ThrowsAsync<HistoryException>(() => RepairAsync())).Code.Value);

        await RepairAsync("catalog", accept: true);

        Assert.Equal(Database("history").Content.History!.Id, Database("lost").Content.History!.Id);
        Assert.Equal(["a.2", "a.4_merge", "a.5"], (await MigrateAsync()).Applied.Select(static id => id.ToString()));
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_a_second_repair_has_nothing_to_do()
    {
        await MigrateAsync();
        Assert.Empty((await RepairAsync()).Changes);
        Database("history").Replace(new FakeContent());
        var writes = World.Writes;

        Assert.False((await RepairAsync(dryRun: true)).Done);
        Assert.Equal(writes, World.Writes);

        await RepairAsync();
        var report = await RepairAsync();
        Assert.False(report.Done);
        Assert.Empty(report.Changes);
    }

    [Theory]
    [InlineData("lost", null)]
    [InlineData("restored", "catalog")]
    [InlineData("swapped", "catalog")]
    public async Task Killed_anywhere_a_repair_can_be_repeated(string what, string? store)
    {
        await MigrateAsync("a", "1");
        var backup = Database("two").Content;
        await MigrateAsync();
        for (var writes = 1; ; writes++)
        {
            var before = (History: Database("history").Content, Store: Database("two").Content);
            Break(what, backup);
            World.DieAt = World.Writes + writes;
            var died = true;
            try
            {
                await RepairAsync(store, accept: what == "swapped");
                died = false;
            }
            catch (FakeCrashException)
            {
                World.Revive();
                await RepairAsync(store, accept: what == "swapped");
            }

            World.DieAt = null;
            Assert.Empty((await RepairAsync(store, accept: what == "swapped")).Changes);
            await MigrateAsync();
            Assert.Equal(AllApplied, await ShowAsync());
            Assert.All(Data.Values, static times => Assert.Equal(1, times));
            if (!died)
            {
                return;
            }

            Database("history").Replace(before.History);
            Database("two").Replace(before.Store);
        }
    }

    private void Break(string what, FakeContent backup)
    {
        switch (what)
        {
            case "lost":
                Database("history").Replace(new FakeContent());
                break;
            case "restored":
                Database("two").Replace(backup);
                break;
            default:
                Database("two").Replace(backup with { Identities = backup.Identities.SetItem("catalog", new StoreIdentity("catalog", new string('1', 32), new string('2', 32))) });
                break;
        }
    }
}
