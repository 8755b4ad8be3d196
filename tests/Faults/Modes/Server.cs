namespace DocMigrate.Faults.Modes;

/// <summary>A server of our own, that can die.</summary>
internal abstract class Server : IAsyncDisposable
{
    /// <summary>How to connect.</summary>
    public abstract string Connection { get; }

    /// <summary>Lets a process go on that halts before a commit, and has the answer to that get lost.</summary>
    /// <param name="database">The database, as this server knows it.</param>
    /// <param name="passItOn">Whether the server still gets the commit.</param>
    /// <param name="wake">Lets it go on.</param>
    /// <param name="ending">The process's end.</param>
    public abstract Task LoseAnswerAsync(string database, bool passItOn, Action wake, Task ending);

    public abstract Task KillAsync();

    public abstract Task StartAgainAsync();

    public abstract ValueTask DisposeAsync();
}
