using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tests.Fakes;

namespace DocMigrate.Engine.Tests.Running;

public sealed class CheckTests : RunnerFixture
{
    [Fact]
    public async Task Finds_nothing_when_all_is_well()
    {
        Migrations = [Define.Migration("a.1", "", "main:x")];
        await MigrateAsync();

        Assert.Empty((await CheckAsync()).Problems);
    }

    [Fact]
    public async Task Finds_pending_edited_and_lost_migrations()
    {
        Migrations = [Define.Migration("a.1", "", "main:x"), Define.Migration("a.2", "1", "main:y")];
        await MigrateAsync();
        Migrations = [Define.Migration("a.1", "", "main:other"), Define.Migration("b.1", "", "main:z")];

        var problems = (await CheckAsync()).Problems;

        Assert.Equal(
            [(CheckProblemKind.Edited, "a.1"), (CheckProblemKind.Pending, "b.1"), (CheckProblemKind.NotInCode, "a.2")],
            problems.Select(static problem => (problem.Kind, problem.Migration!)));
        Assert.All(problems, static problem => Assert.NotEmpty(problem.Remedy));
    }

    [Fact]
    public async Task Finds_stores_that_cannot_be_reached()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "main:x")];
        Database("two").IsUnreachable = true;

        var problem = Assert.Single((await CheckAsync()).Problems);

        Assert.Equal((CheckProblemKind.Unreachable, "catalog"), (problem.Kind, problem.Store));
    }

    [Fact]
    public async Task Finds_a_store_that_is_behind_the_history()
    {
        Stores = ["main@one", "catalog@two"];
        Migrations = [Define.Migration("a.1", "", "catalog:x")];
        await MigrateAsync();
        Database("two").Replace(new FakeContent());

        var problem = Assert.Single((await CheckAsync()).Problems);

        Assert.Equal((CheckProblemKind.Inconsistent, "catalog"), (problem.Kind, problem.Store));
    }

    private async Task<CheckReport> CheckAsync()
    {
        await using var migrator = World.Open(Clock, Migrations, Stores);
        return await migrator.CheckAsync(TestContext.Current.CancellationToken);
    }
}
