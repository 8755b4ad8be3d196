using System.Runtime.InteropServices;

namespace DocMigrate.Faults.Injection;

/// <summary>Signals of the operating system (signal(7); the numbers are Linux's).</summary>
internal static class Signals
{
    private const int Kill = 9;
    private const int Continue = 18;
    private const int Stop = 19;

    /// <summary>Ends this process at once: no handler runs, nothing is flushed.</summary>
    public static void KillSelf()
    {
        Send(Environment.ProcessId, Kill);
        using var never = new ManualResetEvent(false);
        never.WaitOne();
    }

    /// <summary>
    /// Halts this process until somebody wakes it. The signal goes to the calling thread, which does not come back before: one to the process may be taken by another thread, and
    /// on a busy machine this one would go on for a while.
    /// </summary>
    public static void StopSelf()
    {
        if (raise(Stop) != 0)
        {
            throw new InvalidOperationException($"Signal {Stop} to this thread failed.");
        }
    }

    public static void Wake(int process) => Send(process, Continue);

    private static void Send(int process, int signal)
    {
        if (kill(process, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} to process {process} failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int raise(int signal);
}
