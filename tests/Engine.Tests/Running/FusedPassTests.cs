using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tests.Running;

/// <summary>
/// Migrations whose steps run in one pass: what is recorded, and what a new process can do when one died in the middle. The backend checks that each chunk of the
/// documents goes up and down through the migrations in their order.
/// </summary>
public sealed class FusedPassTests : RunnerFixture
{
    private static readonly string[] s_layouts = ["main@one catalog@two", "main@one catalog@one", "catalog@one main@two"];

    private static readonly MigrationDefinition[] s_migrations =
    [
        Define.Migration("a.1", "", "main:w"),
        Define.Migration("a.2", "1", "catalog:1*3"),
        Define.Migration("a.3", "2", "catalog:2*3"),
        Define.Migration("a.4", "3", "catalog:3*3"),
        Define.Migration("a.5", "4", "main:x"),
    ];

    private static readonly string[] s_targets = ["zero", "1", "2", "3", "4", "5"];

    public FusedPassTests() => (Stores, Migrations) = (s_layouts[0].Split(' '), s_migrations);

    public static TheoryData<string> Layouts => [.. s_layouts];

    [Fact]
    public async Task Consecutive_steps_that_fuse_go_chunk_by_chunk_through_all_migrations()
    {
        await MigrateAsync();

        Assert.Equal(
            ["do main/w/0", "do catalog/1/0", "do catalog/2/0", "do catalog/3/0", "do catalog/1/1", "do catalog/2/1", "do catalog/3/1", "do catalog/1/2",
                "do catalog/2/2", "do catalog/3/2", "do main/x/0"],
            Log("do "));
    }

    [Fact]
    public async Task Ledger_and_journals_know_the_members_of_the_pass()
    {
        await MigrateAsync();

        ValueList<MigrationId> pass = [Define.Id("a.2"), Define.Id("a.3"), Define.Id("a.4")];
        Assert.Equal([[], pass, pass, pass, []], Database("one").Content.Ledger.Select(static entry => entry.Parts[0].Pass));
        Assert.Equal([pass, pass, pass], Database("two").Content.Journal.Select(static entry => entry.Pass));
        await using var migrator = World.Open(Clock, Migrations, Stores);
        var lines = (await migrator.HistoryAsync(TestContext.Current.CancellationToken)).Where(static line => line.Store == "catalog").ToArray();
        Assert.Equal(["a.2", "a.3", "a.4"], lines.Select(static line => line.Migration));
        Assert.All(lines, static line => Assert.Equal("3 changed; one pass: a.2, a.3, a.4", line.Detail));
    }

    [Fact]
    public async Task Members_become_applied_together()
    {
        Database("one").OnCommit = () =>
        {
            var statuses = Database("one").Content.Ledger.Where(static entry => entry.Migration.Name is "2" or "3" or "4").Select(static entry => entry.Status).Distinct();
            Assert.True(statuses.Count() <= 1);
        };

        await MigrateAsync();

        Assert.Equal(5, Observer.Events.OfType<MigrationCompletedEvent>().Count());
    }

    [Fact]
    public async Task Who_listens_hears_of_one_migration_after_the_other()
    {
        await MigrateAsync("a", "4");

        Assert.Equal(
            ["+a.1", "a.1.", "+a.2", "a.2.", "+a.3", "a.3.", "+a.4", "a.4."],
            Observer.Events.Select(static told => told switch
            {
                StepStartedEvent started => $"+{started.Migration}",
                MigrationCompletedEvent completed => $"{completed.Migration}.",
                _ => null,
            }).OfType<string>());
    }

    [Fact]
    public async Task The_plan_says_what_is_one_pass()
    {
        await using var migrator = World.Open(Clock, Migrations, Stores);

        var plan = await migrator.PlanAsync(MigrationTarget.Latest, TestContext.Current.CancellationToken);

        Assert.Equal([0, 3, 3, 3, 0], plan.Migrations.Select(static migration => migration.Pass.Count));
        Assert.Equal(["a.2", "a.3", "a.4"], migrator.Describe(plan).Steps[1].Pass);
        Assert.Null(migrator.Describe(plan).Steps[0].Pass);
    }

    [Fact]
    public async Task A_backend_that_does_not_fuse_gets_each_step_alone()
    {
        World.Fuses = false;

        await MigrateAsync();

        Assert.Equal(["do catalog/1/0", "do catalog/1/1", "do catalog/1/2"], Log("do catalog/1"));
        Assert.All(Database("one").Content.Ledger, static entry => Assert.Empty(entry.Parts[0].Pass));
    }

    [Fact]
    public async Task A_pass_that_fails_is_recorded_for_each_of_its_migrations_and_goes_on()
    {
        World.OnWork = static place => _ = place == "catalog/3/1" ? throw new InvalidOperationException("No.") : 0;

        var error = await FailsAsync<StoreException>();

        Assert.Contains("'a.2', 'a.3', 'a.4' failed", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            "a.1=Applied(main=Applied) a.2=Failed(catalog=Failed) a.3=Failed(catalog=Failed) a.4=Failed(catalog=Failed) a.5=Pending(main=Pending)", await ShowAsync());
        World.OnWork = null;
        World.Log.Clear();
        await MigrateAsync();
        Assert.Equal("do catalog/1/1", Log("do ")[0]);
        Assert.Equal([MigrationStatus.Applied], Database("one").Content.Ledger.Select(static entry => entry.Status).Distinct());
    }

    [Fact]
    public async Task A_half_done_pass_goes_back_to_a_member_in_its_middle_in_one_run()
    {
        World.OnWork = static place => _ = place == "catalog/3/1" ? throw new InvalidOperationException("No.") : 0;
        await FailsAsync<StoreException>();
        World.OnWork = null;
        World.Log.Clear();

        await MigrateAsync("a", "3");

        Assert.Equal(["undo catalog/3/0", "do catalog/1/1", "do catalog/2/1", "do catalog/1/2", "do catalog/2/2"], Log("do ", "undo "));
        AssertAt("3", "");
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task After_dying_at_any_write_every_target_is_reached_in_one_run(string layout)
    {
        foreach (var target in s_targets)
        {
            for (var write = 1; ; write++)
            {
                var forth = new FusedPassTests { Stores = layout.Split(' ') };
                var died = await forth.DiesAsync(write, "5");
                await forth.EndAsync(target, $"{target} after write {write}");
                var back = new FusedPassTests { Stores = layout.Split(' ') };
                await back.MigrateAsync();
                died |= await back.DiesAsync(write, "zero");
                await back.EndAsync(target, $"{target} after write {write} of the way back");
                if (!died)
                {
                    Assert.True(write > 20);
                    break;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task However_often_it_dies_on_its_way_to_this_and_that_the_last_target_is_reached(string layout)
    {
        for (var seed = 1; seed <= 150; seed++)
        {
            var random = new Random(seed);
            var run = new FusedPassTests { Stores = layout.Split(' ') };
            var path = "";
            for (var i = random.Next(2, 8); i > 0; i--)
            {
                var (target, write) = (s_targets[random.Next(s_targets.Length)], random.Next(1, 45));
                run.World.Fuses = random.Next(6) > 0;
                path += $"{target}/{write}{(run.World.Fuses ? "" : " stepwise")}, ";
                await run.DiesAsync(write, target);
            }

            run.World.Fuses = true;
            await run.EndAsync(s_targets[random.Next(s_targets.Length)], $"seed {seed}: {path}");
        }
    }

    private async Task EndAsync(string target, string origin)
    {
        try
        {
            await MigrateAsync("a", target);
        }
        catch (MigrationException error)
        {
            Assert.Fail($"{origin} to {target}: {error}");
        }

        AssertAt(target, origin);
        var shown = await ShowAsync();
        Assert.False(shown.Contains("Failed", StringComparison.Ordinal) || shown.Contains("Running", StringComparison.Ordinal), $"{origin} to {target}: {shown}");
    }

    private void AssertAt(string target, string origin)
    {
        var number = target == "zero" ? 0 : int.Parse(target, System.Globalization.CultureInfo.InvariantCulture);
        string[] expected =
        [
            .. number >= 1 ? ["main/w/0"] : Array.Empty<string>(),
            .. from level in Enumerable.Range(1, Math.Clamp(number - 1, 0, 3)) from chunk in Enumerable.Range(0, 3) select $"catalog/{level}/{chunk}",
            .. number >= 5 ? ["main/x/0"] : Array.Empty<string>(),
        ];
        Assert.True(Data.All(static pair => pair.Value == 1) && Data.Keys.ToHashSet().SetEquals(expected), $"{origin} to {target}: {string.Join(' ', Data)}");
    }

    private async Task<bool> DiesAsync(int write, string target)
    {
        World.DieAt = World.Writes + write;
        var died = false;
        try
        {
            await MigrateAsync("a", target);
        }
        catch (Exception error) when (error is FakeCrashException or StoreException { InnerException: FakeCrashException })
        {
            died = true;
        }

        World.Revive();
        return died;
    }
}
