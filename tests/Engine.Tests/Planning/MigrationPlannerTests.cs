using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Engine.Tests.Running;
using DocMigrate.Errors;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Tests.Planning;

public sealed class MigrationPlannerTests : RunnerFixture
{
    [Fact]
    public async Task Makes_a_step_for_each_store_in_the_order_of_first_mention()
    {
        Stores = ["main@one", "catalog@one"];
        Migrations = [Define.Migration("a.1", "", "catalog:x", "main:y", "catalog:z")];

        var plan = await PlanAsync();

        Assert.Equal(["catalog", "main"], plan.Steps.Select(static step => step.Store));
        Assert.Equal(["Make x", "Make z"], plan.Steps.First().Operations.Select(static operation => operation.Effective!.Describe()));
        Assert.Equal([0, 1], plan.Steps.First().Operations.Select(static operation => operation.Index));
    }

    [Fact]
    public async Task Gives_each_operation_the_states_around_it_in_both_directions()
    {
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1", "main:y", "main:z")];

        var forth = await PlanAsync();
        Assert.Equal("-|x x|x,y x,y|x,y,z", States(forth));

        await MigrateAsync();
        var back = await PlanAsync("a", "zero");
        Assert.Equal("x,y,z|x,y x,y|x x|-", States(back));
        Assert.Equal([1, 0, 0], back.Steps.SelectMany(static step => step.Operations).Select(static operation => operation.Index));
        Assert.Equal(
            ["Unmake z", "Unmake y", "Unmake x"],
            back.Steps.SelectMany(static step => step.Operations).Select(static operation => operation.Effective!.Describe()));
    }

    [Fact]
    public async Task Goes_back_only_through_what_the_target_s_module_built_on_it()
    {
        // a.1 ── a.2 ── a.3
        //   │     └──── c.1
        //   └─── b.1
        Migrations =
        [
            Define.Migration("a.1", "", "main:a1"), Define.Migration("a.2", "1", "main:a2"), Define.Migration("a.3", "2", "main:a3"),
            Define.Migration("b.1", "a.1", "main:b1"), Define.Migration("c.1", "a.2", "main:c1"),
        ];
        await MigrateAsync();

        Assert.Equal("c.1 a.3 a.2", Text(await PlanAsync("a", "1")));
        Assert.Equal("a.3", Text(await PlanAsync("a", "2")));
    }

    [Fact]
    public async Task Goes_forth_to_a_target_with_its_ancestors_only()
    {
        Migrations =
        [
            Define.Migration("a.1", "", "main:a1"), Define.Migration("a.2", "1", "main:a2"), Define.Migration("b.1", "a.1", "main:b1"),
        ];

        Assert.Equal("a.1 b.1", Text(await PlanAsync("b")));
        Assert.Equal("a.1", Text(await PlanAsync("a", "1")));
    }

    [Fact]
    public async Task Shows_an_irreversible_step_that_a_run_would_refuse()
    {
        Migrations = [Define.Migration("a.1", "", "main:x!")];
        await MigrateAsync();

        await using var migrator = World.Open(Clock, Migrations, Stores);
        var plan = await migrator.PlanAsync(MigrationTarget.To("a", "zero"), TestContext.Current.CancellationToken);

        var operation = Assert.Single(Assert.Single(migrator.Describe(plan).Steps).Operations);
        Assert.False(operation.Reversible);
        Assert.Equal(LossClass.Irreversible, operation.Loss);
    }

    [Fact]
    public async Task Refuses_a_history_in_which_a_migration_is_applied_before_its_dependency()
    {
        Migrations = [Define.Migration("a.2", "", "main:y")];
        await MigrateAsync();
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1", "main:y")];

        var error = await Assert.ThrowsAsync<HistoryException>(() => PlanAsync());

        Assert.Equal("DM3001", error.Code.Value);
        Assert.Contains("'a.2' is applied, and 'a.1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_an_applied_migration_alone_whose_code_is_gone_and_says_so()
    {
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1", "main:y")];
        await MigrateAsync();
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("b.1", "a.1", "main:z")];

        var plan = await PlanAsync();

        Assert.Equal("b.1", Text(plan));
        Assert.Equal("x,y|x,y,z", States(plan));
        Assert.Contains("'a.2' is applied and the code does not have it", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_to_pull_the_ground_from_under_an_applied_migration_whose_code_is_gone()
    {
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1", "main:y")];
        await MigrateAsync();
        Migrations = [Define.Migration("a.1", "", "main:x")];

        var error = await Assert.ThrowsAsync<HistoryException>(() => PlanAsync("a", "zero"));

        Assert.Equal("DM3005", error.Code.Value);
        Assert.Contains("'a.2'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undoes_what_the_ledger_recorded_of_an_edited_migration_and_warns()
    {
        Migrations = [Define.Migration("a.1", "", "main:x")];
        await MigrateAsync();
        Migrations = [Define.Migration("a.1", "", "main:renamed", "main:added")];

        var plan = await PlanAsync("a", "zero");

        Assert.Equal("Unmake x", Assert.Single(Assert.Single(plan.Steps).Operations).Effective!.Describe());
        Assert.Contains("edited after it was applied", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_failed_on_one_store_may_be_mended_there_and_goes_on()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:wrong")];
        World.OnWork = static place =>
        {
            if (place == "catalog/wrong/0")
            {
                throw new InvalidOperationException("No.");
            }
        };
        await FailsAsync<StoreException>();
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:right")];

        await MigrateAsync();

        Assert.Equal(["catalog/right/0", "main/x/0"], Data.Keys.Order());
        Assert.Equal("a.1=Applied(main=Applied,catalog=Applied)", await ShowAsync());
    }

    [Theory]
    [InlineData("main:other", "catalog:y*3")]
    [InlineData("main:x", "catalog:y*4")]
    public async Task A_half_done_migration_that_was_edited_where_it_has_effects_is_refused(string first, string second)
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x", "catalog:y*3")];
        World.OnWork = static place =>
        {
            if (place == "catalog/y/2")
            {
                throw new InvalidOperationException("No.");
            }
        };
        await FailsAsync<StoreException>();
        World.OnWork = null;
        Migrations = [Define.Migration("a.1", "", first, second)];

        var error = await FailsAsync<HistoryException>();
        Assert.Equal("DM3004", error.Code.Value);

        await MigrateAsync("a", "zero");
        Assert.Empty(Data);
        await MigrateAsync();
        Assert.Equal("a.1=Applied(main=Applied,catalog=Applied)", await ShowAsync());
    }

    [Fact]
    public async Task Names_a_store_that_the_configuration_lacks_and_the_nearest()
    {
        Migrations = [Define.Migration("a.1", "", "mian:x")];

        var error = await Assert.ThrowsAsync<CatalogException>(() => PlanAsync());

        Assert.Equal("DM2216", error.Code.Value);
        Assert.Contains("Did you mean 'main'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_migration_whose_operation_does_not_fit()
    {
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1", "main:x")];

        var error = await Assert.ThrowsAsync<StateException>(() => PlanAsync());

        Assert.Contains("a.2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_one_migration_whatever_is_applied()
    {
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1", "main:y")];
        await using var migrator = World.Open(Clock, Migrations, Stores);

        var forth = await migrator.ScriptAsync("a", "2", Direction.Forward, TestContext.Current.CancellationToken);
        var back = await migrator.ScriptAsync("a", "2", Direction.Backward, TestContext.Current.CancellationToken);

        Assert.Equal("MAKE Y", Assert.Single(Assert.Single(forth.Steps).Commands).Text);
        Assert.Equal("UNMAKE Y", Assert.Single(Assert.Single(back.Steps).Commands).Text);
    }

    [Fact]
    public async Task Plans_a_thousand_migrations_with_states_that_share_what_did_not_change()
    {
        Stores = ["main@one", "catalog@one"];
        Migrations = [.. Enumerable.Range(1, 1000).Select(static number =>
            Define.Migration($"a.{number:0000}", number == 1 ? "" : $"{number - 1:0000}", number % 100 == 0 ? $"catalog:c{number}" : $"main:m{number}"))];

        var plan = await PlanAsync();

        var operations = plan.Steps.SelectMany(static step => step.Operations).ToArray();
        Assert.Equal(1000, operations.Length);
        // Nothing between 100 and 200 touches the catalog, so its state is the very same object.
        Assert.Same(operations[99].After, operations[199].Before);
    }

    private async Task<MigrationPlan> PlanAsync(string? module = null, string? name = null)
    {
        await using var migrator = World.Open(Clock, Migrations, Stores);
        return await migrator.PlanAsync(MigrationTarget.Parse(module, name), TestContext.Current.CancellationToken);
    }

    private static string Text(MigrationPlan plan) => string.Join(' ', plan.Migrations.Select(static migration => migration.Definition.Id));

    private static string States(MigrationPlan plan) => string.Join(' ', plan.Steps.SelectMany(static step => step.Operations)
        .Select(static operation => $"{operation.Before?.ToString() ?? "-"}|{operation.After?.ToString() ?? "-"}"));
}
