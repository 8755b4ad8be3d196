using DocMigrate.Engine.Running;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tests.Running;

/// <summary>Rests between two transactions.</summary>
public sealed class ThrottleTests
{
    [Fact]
    public async Task Rests_so_many_times_as_long_as_the_work_took_and_gives_signs_of_life()
    {
        var time = new Clock();
        var observer = new Events();
        var throttle = new Throttle(new PassOptions { PauseRatio = 2.5 }, observer, time);
        time.Pass(TimeSpan.FromSeconds(2));

        await throttle.PauseAsync(TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(5), time.Rested);
        Assert.Equal([0, 1, 2, 3, 4], observer.Paused.Select(static paused => (int)paused.Waited.TotalSeconds));
        Assert.All(observer.Paused, static paused => Assert.Null(paused.File));

        // What it rested is no work.
        await throttle.PauseAsync(TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(5), time.Rested);
    }

    [Fact]
    public async Task Waits_as_long_as_the_file_is_there()
    {
        var file = Path.GetTempFileName();
        var time = new Clock();
        var observer = new Events();
        observer.At = paused =>
        {
            Assert.Equal(file, paused.File);
            if (paused.Waited >= TimeSpan.FromSeconds(3))
            {
                File.Delete(file);
            }
        };

        await new Throttle(new PassOptions { PauseFile = file }, observer, time).PauseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromSeconds(4), time.Rested);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Does_not_rest_unless_it_is_told_to()
    {
        var time = new Clock();
        var throttle = new Throttle(PassOptions.Default, new Events(), time);
        time.Pass(TimeSpan.FromHours(1));

        await throttle.PauseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.Zero, time.Rested);
    }

    [Fact]
    public async Task Ends_when_it_is_cancelled()
    {
        var file = Path.GetTempFileName();
        using var cancellation = new CancellationTokenSource();
        var observer = new Events { At = _ => cancellation.Cancel() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new Throttle(new PassOptions { PauseFile = file }, observer, TimeProvider.System).PauseAsync(cancellation.Token));

        File.Delete(file);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Refuses_a_number_of_workers_that_is_none(int workers) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PassOptions { Workers = workers });

    [Theory]
    [InlineData(-0.1)]
    [InlineData(10.5)]
    [InlineData(double.NaN)]
    public void Refuses_a_ratio_that_is_none(double ratio) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PassOptions { PauseRatio = ratio });

    private sealed class Events : IRunObserver
    {
        public List<PausedEvent> Paused { get; } = [];

        public Action<PausedEvent>? At { get; set; }

        public void OnEvent(RunEvent runEvent)
        {
            var paused = Assert.IsType<PausedEvent>(runEvent);
            Paused.Add(paused);
            At?.Invoke(paused);
        }
    }

    /// <summary>A clock on which waiting takes no time, and is counted.</summary>
    private sealed class Clock : TimeProvider
    {
        private TimeSpan _now;

        public TimeSpan Rested { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _now += time;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Rested += dueTime;
            _now += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
