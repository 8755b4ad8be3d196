using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Running;

/// <summary>The process dies at every single write, one after the other; what a new process then does must lead to the same end.</summary>
public sealed class CrashTests : RunnerFixture
{
    private static readonly MigrationDefinition[] s_migrations =
    [
        Define.Migration("a.1", "", "main:w"),
        Define.Migration("a.2", "1", "main:x", "catalog:y*3", "catalog:z", "main:v", "events:u*2"),
        Define.Migration("a.3", "2", "events:t"),
        Define.Migration("a.4", "3"),
    ];

    public static TheoryData<string> Layouts => ["main@one catalog@two events@two", "main@one catalog@one events@one", "main@two catalog@one events@three"];

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task After_dying_at_any_write_on_the_way_forth_migrate_ends_what_was_begun(string layout)
    {
        for (var write = 1; ; write++)
        {
            var run = new CrashTests { Stores = layout.Split(' '), Migrations = s_migrations };
            if (!await run.DiesAsync(write, "a", "4"))
            {
                Assert.True(write > 20);
                return;
            }

            await run.MigrateAsync();
            await run.AssertAllAppliedAsync(write);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task After_dying_at_any_write_on_the_way_forth_everything_can_be_taken_back(string layout)
    {
        for (var write = 1; ; write++)
        {
            var run = new CrashTests { Stores = layout.Split(' '), Migrations = s_migrations };
            if (!await run.DiesAsync(write, "a", "4"))
            {
                return;
            }

            await run.MigrateAsync("a", "zero");
            run.AssertNothing(write);
            await run.MigrateAsync();
            await run.AssertAllAppliedAsync(write);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task After_dying_at_any_write_on_the_way_back_both_ways_are_open(string layout)
    {
        for (var write = 1; ; write++)
        {
            var back = new CrashTests { Stores = layout.Split(' '), Migrations = s_migrations };
            await back.MigrateAsync();
            if (!await back.DiesAsync(write, "a", "zero"))
            {
                return;
            }

            await back.MigrateAsync("a", "zero");
            back.AssertNothing(write);

            var forth = new CrashTests { Stores = layout.Split(' '), Migrations = s_migrations };
            await forth.MigrateAsync();
            await forth.DiesAsync(write, "a", "zero");
            await forth.MigrateAsync();
            await forth.AssertAllAppliedAsync(write);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task After_dying_twice_with_a_change_of_direction_each_time_it_still_ends_well(string layout)
    {
        for (var first = 1; ; first += 11)
        {
            for (var second = 1; ; second += 5)
            {
                var run = new CrashTests { Stores = layout.Split(' '), Migrations = s_migrations };
                if (!await run.DiesAsync(first, "a", "4"))
                {
                    return;
                }

                if (!await run.DiesAsync(second, "a", "zero"))
                {
                    break;
                }

                await run.MigrateAsync();
                await run.AssertAllAppliedAsync(first * 1000 + second);
            }
        }
    }

    [Fact]
    public async Task A_running_migration_whose_process_died_never_counts_as_applied()
    {
        Migrations = [Define.Migration("a.1", "", "main:x*3")];
        Database("one").Exists = true;
        Assert.True(await DiesAsync(17, "a", null));

        Assert.Equal("a.1=Running(main=Running)", await ShowAsync());
    }

    private async Task<bool> DiesAsync(int write, string module, string? name)
    {
        World.DieAt = World.Writes + write;
        var died = false;
        try
        {
            await MigrateAsync(module, name);
        }
        catch (Exception error) when (error is FakeCrashException or StoreException { InnerException: FakeCrashException })
        {
            died = true;
        }

        Assert.Equal(World.IsDead, died);
        World.Revive();
        return died;
    }

    private async Task AssertAllAppliedAsync(int write)
    {
        Assert.True(Data.Values.All(static value => value == 1), $"Write {write}: {string.Join(' ', Data)}");
        Assert.Equal(10, Data.Count);
        var shown = await ShowAsync();
        Assert.True(shown.Split(' ').All(static line => !line.Contains("Failed", StringComparison.Ordinal) && line.Contains("=Applied", StringComparison.Ordinal)), $"Write {write}: {shown}");
    }

    private void AssertNothing(int write) => Assert.True(Data.Count == 0, $"Write {write}: {string.Join(' ', Data)}");
}
