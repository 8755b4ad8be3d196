using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Running;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Running;

/// <summary>Another revision is checked out: what only the branch had is undone from the history, and what the code has is applied.</summary>
public sealed class SyncTests : RunnerFixture
{
    private static readonly MigrationDefinition[] s_parent = [Define.Migration("a.1", "", "main:w"), Define.Migration("b.1", "a.1", "catalog:k")];

    private static readonly MigrationDefinition[] s_branch =
    [
        .. s_parent,
        Define.Migration("a.2_b", "1", "main:x", "catalog:y*3", "catalog:z"),
        Define.Migration("b.2_b", "1 a.2_b", "events:t*2"),
    ];

    private static readonly MigrationDefinition[] s_main = [.. s_parent, Define.Migration("a.2", "1", "main:m")];

    public SyncTests() => Stores = ["main@one", "catalog@two", "events@two"];

    [Fact]
    public async Task Undoes_exactly_what_the_code_lacks_last_first_on_all_stores_and_goes_on_forwards()
    {
        Migrations = s_branch;
        await MigrateAsync();
        World.Log.Clear();

        Migrations = s_main;
        var result = await SyncAsync();

        Assert.Equal([Define.Id("b.2_b"), Define.Id("a.2_b")], result.RolledBack);
        Assert.Equal([Define.Id("a.2")], result.Applied);
        Assert.Equal(
            ["undo events/t/0", "undo events/t/1", "undo catalog/z/0", "undo catalog/y/0", "undo catalog/y/1", "undo catalog/y/2", "undo main/x/0", "do main/m/0"],
            Log("do ", "undo "));
        Assert.Equal(["catalog/k/0", "main/m/0", "main/w/0"], Data.Keys.Order());
        Assert.Equal("a.1=Applied(main=Applied) a.2=Applied(main=Applied) b.1=Applied(catalog=Applied)", await ShowAsync());

        Migrations = s_branch;
        await MigrateAsync("a", "2_b");
        Assert.Contains("catalog/y/2", Data.Keys);
    }

    [Fact]
    public async Task Has_nothing_to_do_where_the_code_knows_all()
    {
        Migrations = s_branch;
        await MigrateAsync();

        Assert.True((await SyncAsync()).IsEmpty);
    }

    [Fact]
    public async Task Without_any_migration_left_in_the_code_everything_is_undone()
    {
        Migrations = s_branch;
        await MigrateAsync();

        Migrations = [];
        await SyncAsync();

        Assert.Empty(Data);
    }

    [Fact]
    public async Task Without_sync_what_the_code_lacks_is_left_alone_and_the_warning_and_the_error_name_the_way_out()
    {
        Migrations = s_branch;
        await MigrateAsync();

        Migrations = s_main;
        await MigrateAsync();
        Assert.Contains(Observer.Warnings, static warning => warning.Contains("'a.2_b'") && warning.Contains("docmigrate migrate --sync"));
        Assert.Contains("main/x/0", Data.Keys);

        var error = await FailsAsync<HistoryException>("a", "zero");
        Assert.Equal("DM3005", error.Code.Value);
        Assert.Contains("--sync", error.Remedy);

        await SyncAsync("a", "zero");
        Assert.Empty(Data);
    }

    [Fact]
    public async Task What_of_the_code_depended_on_it_when_it_was_applied_is_undone_first_and_applied_again()
    {
        Migrations = [s_parent[0], Define.Migration("a.2_b", "1", "main:x"), Define.Migration("a.3", "2_b", "main:y"), Define.Migration("a.9", "1", "main:q")];
        await MigrateAsync("a", "3");
        await MigrateAsync("a", "9");
        World.Log.Clear();

        Migrations = [s_parent[0], Define.Migration("a.3", "1", "main:y"), Define.Migration("a.9", "1 3", "main:q")];
        var result = await SyncAsync();

        Assert.Equal(["undo main/y/0", "undo main/x/0", "do main/y/0"], Log("do ", "undo ").Where(static line => !line.Contains("/q/")));
        Assert.Contains(Define.Id("a.3"), result.RolledBack);
        Assert.Contains(Define.Id("a.3"), result.Applied);
        Assert.Equal(["main/q/0", "main/w/0", "main/y/0"], Data.Keys.Order());
        Assert.True((await SyncAsync()).IsEmpty);
    }

    [Fact]
    public async Task Nothing_can_be_applied_on_the_shape_that_it_had_made_without_depending_on_it_so_that_nothing_is_in_its_way()
    {
        Migrations = [s_parent[0], Define.Migration("a.2_b", "1", "main:x")];
        await MigrateAsync();
        Migrations =
        [
            s_parent[0],
            Define.Migration("a.2", "1", "main:m"),
            new MigrationDefinition
            {
                Id = Define.Id("a.3"),
                Dependencies = [Define.Id("a.2")],
                Operations = [new DocMigrate.Operations.StoreOperation("main", new UnmakeOperation { Name = "x" })],
            },
        ];

        await Assert.ThrowsAnyAsync<MigrationException>(() => MigrateAsync());
    }

    [Theory]
    [InlineData("main@one catalog@two events@two")]
    [InlineData("main@one catalog@one events@one")]
    [InlineData("main@two catalog@one events@three")]
    public async Task Killed_at_any_write_it_goes_on_when_run_again(string layout)
    {
        for (var write = 1; ; write++)
        {
            var run = new SyncTests { Stores = layout.Split(' '), Migrations = s_branch };
            await run.MigrateAsync();
            run.Migrations = s_main;
            var died = await run.DiesAsync(write, run.SyncOnceAsync);
            await run.SyncAsync();
            run.AssertIsMain(write);
            await run.AssertNothingLeftAsync(write);
            if (!died)
            {
                Assert.True(write > 15);
                return;
            }
        }
    }

    [Fact]
    public async Task Killed_at_any_write_the_branch_can_be_had_again_instead()
    {
        for (var write = 1; ; write++)
        {
            var run = new SyncTests { Migrations = s_branch };
            await run.MigrateAsync();
            run.Migrations = s_parent;
            var died = await run.DiesAsync(write, run.SyncOnceAsync);
            run.Migrations = s_branch;
            await run.MigrateAsync();
            Assert.True(run.Data.Count == 9 && run.Data.Values.All(static times => times == 1), $"Write {write}: {string.Join(' ', run.Data)}");
            if (!died)
            {
                return;
            }
        }
    }

    [Theory]
    [InlineData("main@one catalog@two events@two")]
    [InlineData("main@one catalog@one events@one")]
    public async Task Of_a_half_done_one_only_what_was_done_is_undone(string layout)
    {
        for (var write = 1; ; write++)
        {
            var run = new SyncTests { Stores = layout.Split(' '), Migrations = s_parent };
            await run.MigrateAsync();
            run.Migrations = s_branch;
            var died = await run.DiesAsync(write, () => run.MigrateAsync());
            run.Migrations = s_main;
            await run.SyncAsync();
            run.AssertIsMain(write);
            await run.AssertNothingLeftAsync(write);
            if (!died)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task An_operation_without_a_way_back_is_refused_by_name_before_anything_is_touched()
    {
        Migrations = [s_parent[0], Define.Migration("a.2_b", "1", "main:x", "catalog:y!"), Define.Migration("a.3_b", "2_b", "main:z")];
        await MigrateAsync();

        Migrations = [s_parent[0]];
        var before = World.Writes;
        var error = await Assert.ThrowsAsync<HistoryException>(() => SyncAsync());

        Assert.Equal("DM3003", error.Code.Value);
        Assert.Contains("'a.2_b'", error.Message);
        Assert.Contains("Make y", error.Message);
        Assert.Equal(before, World.Writes);
    }

    [Fact]
    public async Task A_kind_of_operation_that_is_not_known_is_refused_with_its_name_and_the_version_that_wrote_it()
    {
        Migrations = s_branch;
        await MigrateAsync();
        var content = Database("one").Content;
        Database("one").Replace(content with
        {
            Ledger = content.Ledger.ConvertAll(static entry => entry.Migration != Define.Id("a.2_b") ? entry : entry with
            {
                ToolVersion = "9.8.7",
                Parts = entry.Parts.Select(static part => part with { Operations = part.Operations!.Replace("\"make\"", "\"conjure\"") }).ToValueList(),
            }),
        });

        Migrations = s_main;
        var before = World.Writes;
        var error = await Assert.ThrowsAsync<HistoryException>(() => SyncAsync());

        Assert.Equal("DM2001", error.Code.Value);
        Assert.Contains("'a.2_b'", error.Message);
        Assert.Contains("'conjure'", error.Message);
        Assert.Contains("9.8.7", error.Message);
        Assert.Equal(before, World.Writes);
    }

    [Fact]
    public async Task A_store_that_the_checked_out_configuration_lacks_is_named_and_a_plain_migrate_goes_on_without_it()
    {
        Migrations = s_branch;
        await MigrateAsync();

        Stores = ["main@one", "catalog@two"];
        Migrations = s_main;
        var error = await Assert.ThrowsAsync<HistoryException>(() => SyncAsync());
        Assert.Equal("DM3031", error.Code.Value);
        Assert.Contains("'events'", error.Message);

        await MigrateAsync();
        Assert.Contains("main/m/0", Data.Keys);
    }

    [Fact]
    public async Task The_plan_shows_what_comes_out_of_the_history_and_changes_nothing()
    {
        Migrations = s_branch;
        await MigrateAsync();

        Migrations = s_main;
        var before = World.Writes;
        await using var migrator = World.Open(Clock, Migrations, Stores);
        var report = migrator.Describe(await migrator.PlanSyncAsync(MigrationTarget.Latest, TestContext.Current.CancellationToken));

        Assert.Equal(
            ["b.2_b events Backward True", "a.2_b catalog Backward True", "a.2_b main Backward True", "a.2 main Forward False"],
            report.Steps.Select(static step => $"{step.Migration} {step.Store} {step.Direction} {step.FromHistory}"));
        Assert.Equal(before, World.Writes);
    }

    private Task<RunResult> SyncAsync(string? module = null, string? name = null) => SyncAsync(null, module, name);

    private Task SyncOnceAsync() => SyncAsync();

    private async Task<RunResult> SyncAsync(RunOptions? options, string? module, string? name)
    {
        await using var migrator = World.Open(Clock, Migrations, Stores);
        return await migrator.SyncAsync(MigrationTarget.Parse(module, name), options, new RecordingObserver(), TestContext.Current.CancellationToken);
    }

    private async Task<bool> DiesAsync(int write, Func<Task> run)
    {
        World.DieAt = World.Writes + write;
        var died = false;
        try
        {
            await run();
        }
        catch (Exception error) when (error is FakeCrashException or StoreException { InnerException: FakeCrashException })
        {
            died = true;
        }

        World.Revive();
        return died;
    }

    private void AssertIsMain(int write) =>
        Assert.True(
            Data.Keys.Order().SequenceEqual(["catalog/k/0", "main/m/0", "main/w/0"]) && Data.Values.All(static times => times == 1),
            $"Write {write}: {string.Join(' ', Data)}");

    private async Task AssertNothingLeftAsync(int write)
    {
        var shown = await ShowAsync();
        Assert.True(shown == "a.1=Applied(main=Applied) a.2=Applied(main=Applied) b.1=Applied(catalog=Applied)", $"Write {write}: {shown}");
    }
}
