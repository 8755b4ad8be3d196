using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Locking;

namespace DocMigrate.Engine.Locking;

/// <summary>A lock's holder in words: who it is, what has become of it, how far it is, and what to do about it.</summary>
public static class HolderText
{
    /// <summary><c>ada@host, process 42 (stopped), since 2026-11-22 12:00:00Z: shop.0003 on catalog</c>.</summary>
    public static string Of(LockHolder holder, HolderState state)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return holder == LockHolder.Unknown
            ? holder.ToString()
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{holder.User}@{holder.Host}, process {holder.ProcessId} ({Of(state)}), since {holder.Since:u}: {holder.Progress ?? "just begun"}");
    }

    /// <summary>The state in words.</summary>
    public static string Of(HolderState state) => state switch
    {
        HolderState.Running => "running",
        HolderState.Stopped => "stopped",
        HolderState.Gone => "gone",
        _ => "not to be seen from here",
    };

    /// <summary>A time that is shown to the second, at least <c>1 s</c>.</summary>
    public static string Of(TimeSpan time) => time.TotalMinutes >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)time.TotalSeconds)} s");

    /// <summary>The refusal of a run that another one keeps out.</summary>
    internal static LockedException Locked(string database, LockHolder holder, HolderState state, TimeSpan silent)
    {
        var silence = silent > TimeSpan.Zero ? $" It has given no sign of life for {Of(silent)}." : "";
        return new LockedException(
            LockingErrors.Locked, $"Another run holds the lock of '{database}': {Of(holder, state)}.{silence}", Remedy(holder, state, silent), holder);
    }

    private static string Remedy(LockHolder holder, HolderState state, TimeSpan silent)
    {
        var id = holder.ProcessId.ToString(CultureInfo.InvariantCulture);
        return state switch
        {
            HolderState.Gone => "Run the same command again: a lock is free when its process is gone.",
            HolderState.Stopped when OperatingSystem.IsWindows() =>
                $"Let process {id} go on or end it, or take the lock from it: docmigrate unlock",
            HolderState.Stopped => $"Wake it with 'kill -CONT {id}' or end it with 'kill -KILL {id}', or take the lock from it: docmigrate unlock",
            HolderState.Running when silent <= TimeSpan.Zero => "Wait until it is done. Without --lock-timeout 0 this command waits as long as that run gets on.",
            HolderState.Running =>
                $"Wait longer with --lock-timeout 600. If process {id} hangs, end it: its lock goes with it, and the next run goes on from what is recorded.",
            _ => $"Look after it on '{holder.Host}'. If it is not at work any more, take the lock from it: docmigrate unlock",
        };
    }
}
