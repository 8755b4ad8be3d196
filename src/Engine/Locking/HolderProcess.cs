using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using DocMigrate.Locking;

namespace DocMigrate.Engine.Locking;

/// <summary>Looks what has become of a lock's holder, where it is on this host.</summary>
internal static class HolderProcess
{
    public static HolderState StateOf(LockHolder holder)
    {
        if (holder == LockHolder.Unknown || !string.Equals(holder.Host, Environment.MachineName, StringComparison.OrdinalIgnoreCase))
        {
            return HolderState.Elsewhere;
        }

        return OperatingSystem.IsLinux() ? OnLinux(holder.ProcessId)
            : OperatingSystem.IsWindows() ? OnWindows(holder.ProcessId)
            : WithPs(holder.ProcessId);
    }

    // "42 (name of (any) kind) T ...": the state is the first letter after the last parenthesis (proc_pid_stat(5)).
    private static HolderState OnLinux(int processId)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            return Of(stat[(stat.LastIndexOf(')') + 2)..]);
        }
        catch (Exception error) when (error is DirectoryNotFoundException or FileNotFoundException)
        {
            return HolderState.Gone;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The process ended while it was read (ESRCH), or it belongs to somebody else.
            return Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}")) ? HolderState.Elsewhere : HolderState.Gone;
        }
    }

    private static HolderState OnWindows(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            var suspended = OperatingSystem.IsWindows() && process.Threads.Cast<ProcessThread>().All(
                static thread => thread is { ThreadState: System.Diagnostics.ThreadState.Wait, WaitReason: ThreadWaitReason.Suspended });
            return suspended ? HolderState.Stopped : HolderState.Running;
        }
        catch (ArgumentException)
        {
            return HolderState.Gone;
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            return HolderState.Elsewhere;
        }
    }

    private static HolderState WithPs(int processId)
    {
        try
        {
            var start = new ProcessStartInfo("ps") { RedirectStandardOutput = true };
            foreach (var argument in (string[])["-o", "stat=", "-p", processId.ToString(CultureInfo.InvariantCulture)])
            {
                start.ArgumentList.Add(argument);
            }

            using var ps = Process.Start(start)!;
            return Of(ps.StandardOutput.ReadToEnd().Trim());
        }
        catch (Win32Exception)
        {
            return HolderState.Elsewhere;
        }
    }

    private static HolderState Of(string state) => state.Length == 0 ? HolderState.Gone : state[0] switch
    {
        'T' or 't' => HolderState.Stopped,
        'Z' or 'X' or 'x' => HolderState.Gone,
        _ => HolderState.Running,
    };
}
