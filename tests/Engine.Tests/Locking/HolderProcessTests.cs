using System.Diagnostics;
using System.Globalization;
using DocMigrate.Engine.Locking;
using DocMigrate.Locking;

namespace DocMigrate.Engine.Tests.Locking;

public sealed class HolderProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void This_process_runs()
    {
        Assert.Equal(HolderState.Running, HolderProcess.StateOf(Holder(Environment.ProcessId)));
    }

    [Fact]
    public void Of_a_process_on_another_host_nothing_is_known()
    {
        Assert.Equal(HolderState.Elsewhere, HolderProcess.StateOf(Holder(Environment.ProcessId) with { Host = "another-host" }));
        Assert.Equal(HolderState.Elsewhere, HolderProcess.StateOf(LockHolder.Unknown));
    }

    [Fact]
    public async Task A_process_is_seen_to_be_stopped_to_run_again_and_to_be_gone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Signals are sent by kill.");
            return;
        }

        using var process = Process.Start("sleep", "600");
        await SignalAsync("-STOP", process.Id);
        await BecomesAsync(HolderState.Stopped, process.Id);

        await SignalAsync("-CONT", process.Id);
        await BecomesAsync(HolderState.Running, process.Id);

        process.Kill();
        await process.WaitForExitAsync(Token);
        await BecomesAsync(HolderState.Gone, process.Id);
    }

    internal static async Task SignalAsync(string signal, int processId)
    {
        using var kill = Process.Start("kill", [signal, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task BecomesAsync(HolderState wanted, int processId)
    {
        while (HolderProcess.StateOf(Holder(processId)) != wanted)
        {
            await Task.Delay(20, Token);
        }
    }

    private static LockHolder Holder(int processId) => new("ada", Environment.MachineName, processId, DateTimeOffset.UnixEpoch);
}
