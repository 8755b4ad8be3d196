namespace DocMigrate.Faults.Children;

/// <summary>How a child process ended.</summary>
/// <param name="Killed">Whether it was killed.</param>
/// <param name="MidStep">Whether a step had begun then, and its end was not yet recorded.</param>
/// <param name="Result">What it printed; null when it was killed.</param>
/// <param name="ExitCode">Its exit code.</param>
internal sealed record ChildEnd(bool Killed, bool MidStep, ChildResult? Result, int ExitCode)
{
    public const int LockedCode = 4;

    /// <summary>Whether it ended with an error that has a code of ours.</summary>
    public bool IsTyped => Result?.Error?.StartsWith("DM", StringComparison.Ordinal) == true;

    public bool Succeeded => !Killed && ExitCode == 0;

    /// <summary>What went wrong, in words.</summary>
    public string Fault => Killed ? "killed" : $"exit code {ExitCode}: {Result?.Error} {Result?.Message}";
}
