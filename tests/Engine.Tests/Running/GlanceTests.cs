using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tests.Running;

/// <summary>A start at which nothing is pending reads little; whatever is not plain is looked at closely.</summary>
public sealed class GlanceTests : RunnerFixture
{
    public GlanceTests()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y"), Define.Migration("a.2", "1", "main:z")];
    }

    [Fact]
    public async Task The_history_is_not_read_whole_when_all_is_applied()
    {
        await MigrateAsync();
        var before = Database("one").Readings;

        var result = await MigrateAsync();

        Assert.Equal(before, Database("one").Readings);
        Assert.Empty(result.Applied);
        Assert.Empty(Observer.Events);
    }

    [Fact]
    public async Task An_edited_migration_is_looked_at()
    {
        await MigrateAsync();
        Migrations = [Migrations[0], Define.Migration("a.2", "1", "main:other")];

        var result = await MigrateAsync();

        Assert.Contains(result.Warnings, static warning => warning.Contains("'a.2' was edited", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_migration_that_the_code_lost_is_looked_at()
    {
        await MigrateAsync();
        Migrations = [Migrations[0]];

        var result = await MigrateAsync();

        Assert.Contains(result.Warnings, static warning => warning.Contains("a.2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_journal_that_lacks_what_the_ledger_says_is_looked_at()
    {
        await MigrateAsync();
        var store = Database("two");
        store.Replace(store.Content with { Journal = store.Content.Journal.Clear() });

        await FailsAsync<HistoryException>();
    }

    [Fact]
    public async Task A_journal_that_is_half_done_is_looked_at()
    {
        await MigrateAsync();
        var store = Database("two");
        store.Replace(store.Content with
        {
            Journal = [.. store.Content.Journal.Select(static entry => entry with { Status = MigrationStatus.Running, Progress = new StepProgress { Completed = 1 } })],
        });
        var before = Database("one").Readings;

        await MigrateAsync();

        Assert.True(Database("one").Readings > before);
    }
}
