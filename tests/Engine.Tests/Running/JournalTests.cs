using DocMigrate.Engine.History;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;
using DocMigrate.History;

namespace DocMigrate.Engine.Tests.Running;

/// <summary>Ledger in one database, journal in another: what happens when one of them is not what it was.</summary>
public sealed class JournalTests : RunnerFixture
{
    public JournalTests()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y"), Define.Migration("a.2", "1", "catalog:z")];
    }

    [Fact]
    public async Task A_ledger_restored_to_before_its_first_entry_takes_the_journals_word()
    {
        await MigrateAsync();
        Database("one").Replace(Database("one").Content with { Ledger = [] });
        Assert.Equal("a.1=Applied(main=Applied,catalog=Applied) a.2=Applied(catalog=Applied)", await ShowAsync());

        var result = await MigrateAsync();

        Assert.True(result.IsEmpty);
        Assert.Equal(MigrationStatus.Applied, Entry("a.2").Status);
        Assert.Contains("journals", Database("one").Content.Events[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_restored_from_a_backup_takes_the_journals_word()
    {
        await MigrateAsync("a", "1");
        var backup = Database("one").Content;
        await MigrateAsync();
        Database("one").Replace(backup);

        var result = await MigrateAsync();

        Assert.True(result.IsEmpty);
        Assert.Equal(MigrationStatus.Applied, Entry("a.2").Status);
    }

    [Fact]
    public async Task A_store_that_was_deleted_stops_the_run()
    {
        await MigrateAsync();
        Database("two").Replace(new FakeContent());
        var writes = World.Writes;

        var error = await FailsAsync<HistoryException>("a", "zero");

        Assert.Equal("DM3012", error.Code.Value);
        Assert.Contains("2 migrations are applied on the store 'catalog', and nothing of it is in 'fake database two'", error.Message, StringComparison.Ordinal);
        Assert.Equal(writes, World.Writes);
    }

    [Fact]
    public async Task A_store_restored_from_before_it_was_applied_again_stops_the_run()
    {
        await MigrateAsync();
        await MigrateAsync("a", "1");
        var backup = Database("two").Content;
        await MigrateAsync();
        Database("two").Replace(backup);

        var error = await FailsAsync<HistoryException>();

        Assert.Contains("is applied on the store 'catalog', and the store itself says that it is rolled back", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_restored_from_before_it_was_undone_stops_the_run()
    {
        await MigrateAsync();
        var backup = Database("two").Content;
        await MigrateAsync("a", "1");
        Database("two").Replace(backup);

        var error = await FailsAsync<HistoryException>();

        Assert.Contains("is rolled back on the store 'catalog', and the store itself says that it is applied", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_turn_newer_into_older()
    {
        await MigrateAsync();
        Clock.SetBack(TimeSpan.FromDays(1));
        await MigrateAsync("a", "zero");
        Clock.SetBack(TimeSpan.FromDays(1));

        await MigrateAsync();

        Assert.Equal("a.1=Applied(main=Applied,catalog=Applied) a.2=Applied(catalog=Applied)", await ShowAsync());
        Assert.True(Entry("a.1").StartedAt > Clock.GetUtcNow());
    }

    [Fact]
    public async Task The_journal_holds_what_a_rebuilt_ledger_needs()
    {
        await MigrateAsync();

        var journal = Database("two").Content.Journal.Single(entry => entry.Migration == Define.Id("a.2"));

        Assert.Equal([Define.Id("a.1")], journal.Dependencies);
        Assert.Equal(Entry("a.2").Hash, journal.Hash);
        Assert.Equal("""[{"kind":"make","name":"z"}]""", journal.Operations);
        Assert.Equal(Entry("a.2").Part("catalog")!.Operations, journal.Operations);
    }

    [Fact]
    public async Task A_part_that_is_being_undone_after_another_on_the_same_database_is_not_called_applied_meanwhile()
    {
        Stores = ["main@one", "catalog@one"];
        Migrations = [Define.Migration("a.1", "", "catalog:y*3", "main:x")];
        await MigrateAsync();
        var seen = new List<MigrationStatus>();
        World.OnWork = place =>
        {
            if (place.StartsWith("catalog/", StringComparison.Ordinal))
            {
                seen.Add(Entry("a.1").Parts.Single(static part => part.Store == "catalog").Status);
            }
        };

        await MigrateAsync("a", "zero");

        Assert.Equal([MigrationStatus.Running, MigrationStatus.Running, MigrationStatus.Running], seen);
    }
}
