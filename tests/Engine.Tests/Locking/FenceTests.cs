using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Engine.Tests.Running;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tests.Locking;

/// <summary>A run that lost its lock without knowing, at any moment, writes nothing more.</summary>
public sealed class FenceTests : RunnerFixture
{
    public FenceTests()
    {
        Stores = ["main@one", "catalog@two", "unused@three"];
        Migrations =
        [
            Define.Migration("a.1", "", "main:x", "catalog:y*3"),
            Define.Migration("a.2", "1", "catalog:z*2"),
            Define.Migration("a.3", "2", "main:w"),
        ];
    }

    [Fact]
    public async Task Every_run_raises_the_fence_above_all_that_there_were()
    {
        Raise("two", 5);

        await MigrateAsync("a", "1");
        Assert.Equal((6, 6, 0), Fences);
        await MigrateAsync();
        Assert.Equal((7, 7, 0), Fences);

        Assert.Equal((6, 7), (Entry("a.1").Fence, Entry("a.2").Fence));
        Assert.Equal([6, 7], Database("two").Content.Journal.Select(static entry => entry.Fence));
    }

    [Fact]
    public async Task A_run_with_nothing_to_do_raises_nothing()
    {
        await MigrateAsync();
        var writes = World.Writes;

        await MigrateAsync();

        Assert.Equal((1, 1, 0), Fences);
        Assert.Equal(writes, World.Writes);
    }

    [Fact]
    public async Task The_fence_is_raised_where_an_earlier_run_may_still_write_though_this_one_does_not()
    {
        await MigrateAsync("a", "2");
        Raise("three", 4);

        await MigrateAsync();

        Assert.Equal((5, 5, 5), Fences);
    }

    [Fact]
    public async Task A_lock_that_was_lost_during_preflight_lets_nothing_be_written()
    {
        World.OnPreflight = _ => Raise("one", 1);

        await FailsAsync<LockLostException>();

        Assert.Equal(0, World.Writes);
        Assert.Null(Database("one").HeldBy);
    }

    [Theory]
    [InlineData("one", "two")]
    [InlineData("one")]
    [InlineData("two")]
    public async Task After_a_lock_was_lost_nothing_is_written_there_whenever_that_was(params string[] where)
    {
        var lost = 0;
        for (var moment = 1; ; moment++)
        {
            var commits = 0;
            (FakeContent One, FakeContent Two)? then = null;
            World.Revive();
            Database("one").Replace(new FakeContent());
            Database("two").Replace(new FakeContent());
            Database("one").OnCommit = Database("two").OnCommit = () =>
            {
                if (++commits == moment)
                {
                    foreach (var key in where)
                    {
                        Raise(key, 100);
                    }

                    then = Contents;
                }
            };

            var error = await Record.ExceptionAsync(() => MigrateAsync());

            if (then is null)
            {
                // The run was over before the moment came.
                Assert.Null(error);
                break;
            }

            if (error is null)
            {
                // Nothing is lost on a database that the run does not write to any more.
                Assert.True(commits == moment || where.Length == 1, $"The lock was lost at commit {moment} of {commits}, and nobody noticed.");
                continue;
            }

            lost++;
            Assert.IsType<LockLostException>(error);
            Assert.Equal(where.Contains("one") ? then.Value.One : Contents.One, Contents.One);
            Assert.Equal(where.Contains("two") ? then.Value.Two : Contents.Two, Contents.Two);
            Assert.DoesNotContain(Observer.Events, static told => told is StepFailedEvent);

            // And the next run goes on from there.
            Database("one").OnCommit = Database("two").OnCommit = null;
            await MigrateAsync();
            Assert.All(Data, static chunk => Assert.Equal(1, chunk.Value));
            Assert.Equal(7, Data.Count);
        }

        Assert.True(lost > 3, $"Lost only {lost} times.");
    }

    [Fact]
    public async Task The_holder_shows_how_far_it_is()
    {
        var shown = new List<string?>();
        World.OnWork = _ => shown.Add(Database("one").HeldBy?.Progress);

        await MigrateAsync();

        Assert.Contains(shown, static progress => progress?.StartsWith("a.1 on catalog", StringComparison.Ordinal) == true);
        Assert.Null(Database("one").HeldBy);
    }

    private (long One, long Two, long Three) Fences =>
        (Database("one").Content.Fence, Database("two").Content.Fence, Database("three").Content.Fence);

    private (FakeContent One, FakeContent Two) Contents => (Database("one").Content, Database("two").Content);

    private void Raise(string key, long fence)
    {
        Database(key).Replace(Database(key).Content with { Fence = fence });
        Database(key).Exists = true;
    }
}
