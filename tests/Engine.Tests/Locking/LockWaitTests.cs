using DocMigrate.Engine.Locking;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tests.Locking;

public sealed class LockWaitTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly SwiftClock _clock = new();
    private readonly RecordingObserver _observer = new();
    private readonly FakeDatabase _database = new FakeWorld()["one"];

    public LockWaitTests() => _database.HeldBy = Somebody;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static LockHolder Somebody { get; } = new("ada", "far-away", 42, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
        Progress = "shop.0003 on catalog: customers, 12,000 of 50,000",
    };

    [Fact]
    public async Task Waits_as_long_as_the_holder_gets_on()
    {
        var attempts = 0;
        _database.OnLock = () =>
        {
            // A sign of life every ten seconds, for more than an hour.
            attempts++;
            _database.HeldBy = attempts >= 36_100 ? null : Somebody with { Signs = attempts / 100 };
        };

        await using var held = await Wait(Timeout).AcquireAsync(_database, Token);

        Assert.True(_clock.Elapsed > TimeSpan.FromHours(1), $"It waited for {_clock.Elapsed}.");
    }

    [Fact]
    public async Task Gives_up_when_the_holder_has_been_silent_for_the_timeout_and_says_all_about_it()
    {
        var error = await Assert.ThrowsAsync<LockedException>(() => Wait(Timeout).AcquireAsync(_database, Token));

        Assert.InRange(_clock.Elapsed, Timeout, Timeout + TimeSpan.FromSeconds(1));
        Assert.Equal(("DM3021", ExitCode.Locked), (error.Code.Value, error.ExitCode));
        Assert.Equal(Somebody, error.Holder);
        Assert.Equal(
            "Another run holds the lock of 'fake database one': ada@far-away, process 42 (not to be seen from here), since 2026-01-01 00:00:00Z: " +
            "shop.0003 on catalog: customers, 12,000 of 50,000. It has given no sign of life for 30 s.",
            error.Message);
        Assert.Contains("docmigrate unlock", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_of_zero_does_not_wait()
    {
        _database.HeldBy = Somebody with { Host = Environment.MachineName, ProcessId = Environment.ProcessId };

        var error = await Assert.ThrowsAsync<LockedException>(() => Wait(TimeSpan.Zero).AcquireAsync(_database, Token));

        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
        Assert.Contains("(running)", error.Message, StringComparison.Ordinal);
        Assert.Contains("Without --lock-timeout 0", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_holder_has_all_the_time_again()
    {
        _database.OnLock = () =>
        {
            if (_clock.Elapsed > TimeSpan.FromSeconds(20))
            {
                _database.HeldBy = Somebody with { ProcessId = 43 };
            }
        };

        var error = await Assert.ThrowsAsync<LockedException>(() => Wait(Timeout).AcquireAsync(_database, Token));

        Assert.True(_clock.Elapsed >= TimeSpan.FromSeconds(50), $"It waited for {_clock.Elapsed}.");
        Assert.Equal(43, error.Holder!.ProcessId);
    }

    [Fact]
    public async Task Tells_at_once_and_then_every_second_who_is_waited_for()
    {
        await Assert.ThrowsAsync<LockedException>(() => Wait(TimeSpan.FromSeconds(10)).AcquireAsync(_database, Token));

        var events = _observer.Events.Cast<LockWaitEvent>().ToList();
        Assert.Equal(new LockWaitEvent("fake database one", Somebody, HolderState.Elsewhere, TimeSpan.Zero, TimeSpan.Zero), events[0]);
        Assert.Equal(10, events.Count);
        Assert.Equal(TimeSpan.FromSeconds(9), events[^1].Silent);
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _database.OnLock = () =>
        {
            if (_clock.Elapsed > TimeSpan.FromSeconds(5))
            {
                cancellation.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait(Timeout).AcquireAsync(_database, cancellation.Token));
    }

    private LockWait Wait(TimeSpan timeout) => new(timeout, _observer, _clock);
}
